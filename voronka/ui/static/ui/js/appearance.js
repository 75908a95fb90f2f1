/* Theme, density and the folded sidebar: shown at once, kept by the server (a cookie for the sidebar). */
import { all, byId, cookie, on } from "./text.js";

const root = document.documentElement;

const keep = (values) => {
  const url = document.body.dataset.preferences;
  if (!url) return;
  const body = new URLSearchParams(values);
  fetch(url, { method: "POST", body, headers: { "X-CSRFToken": cookie("csrftoken") ?? "", "HX-Request": "true" }, credentials: "same-origin" });
};

const press = (attribute, value) =>
  all(`[${attribute}]`).forEach((button) => button.setAttribute("aria-pressed", String(button.getAttribute(attribute) === value)));

on("click", "[data-theme-set]", ({ dataset }) => {
  root.dataset.theme = dataset.themeSet;
  press("data-theme-set", dataset.themeSet);
  document.dispatchEvent(new CustomEvent("theme:changed"));
  keep({ theme: dataset.themeSet });
});

on("click", "[data-density-set]", ({ dataset }) => {
  if (dataset.densitySet) root.dataset.density = dataset.densitySet;
  else delete root.dataset.density;
  press("data-density-set", dataset.densitySet);
  keep({ is_compact: dataset.densitySet === "compact" ? "on" : "" });
});

export const toggleSidebar = () => {
  const app = byId("app");
  const folded = app.dataset.sidebar !== "collapsed";
  if (folded) app.dataset.sidebar = "collapsed";
  else delete app.dataset.sidebar;
  document.cookie = `sidebar=${folded ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
};
on("click", "[data-sidebar-toggle]", toggleSidebar);
