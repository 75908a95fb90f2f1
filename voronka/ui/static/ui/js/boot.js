/* Starts what every page needs; what only some pages need is imported when it is seen. */
import { cookie, gettext } from "./text.js";
import "./appearance.js";
import "./command.js";
import "./copy.js";
import "./dialog.js";
import "./inline.js";
import "./keys.js";
import "./list.js";
import "./live.js";
import "./menu.js";
import "./panel.js";
import "./session.js";
import { toast } from "./toast.js";

let running = 0;
const busy = (change) => {
  running = Math.max(0, running + change);
  document.body.toggleAttribute("data-busy", running > 0);
};

document.addEventListener("htmx:configRequest", ({ detail }) => {
  detail.headers["X-CSRFToken"] = cookie("csrftoken") ?? document.querySelector("meta[name=csrf-token]")?.content ?? "";
});
document.addEventListener("htmx:beforeRequest", () => busy(1));
document.addEventListener("htmx:afterRequest", () => busy(-1));
document.addEventListener("htmx:sendError", () =>
  toast({ text: gettext("No connection to the server. What you typed is kept; try again."), tone: "bad" }));
document.addEventListener("htmx:responseError", ({ detail }) => {
  const { status } = detail.xhr;
  if (status === 401 || detail.xhr.getResponseHeader("HX-Trigger")?.includes('"toast"')) return;
  const text = status >= 500 ? gettext("Something broke on our side. Try again in a minute.") : gettext("The server refused this (%(status)s).").replace("%(status)s", status);
  toast({ text, tone: "bad" });
});

const lazy = [
  ["[data-picker]", () => import("./picker.js")],
  ["[data-board]", () => import("./board.js")],
  ["[data-chart]", () => import("./chart.js")],
];
const look = (root) => {
  for (const [selector, load] of lazy) {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    if (found.length) load().then((module) => found.forEach((element) => element.isConnected && module.start(element)));
  }
};
/* A row of tabs that is wider than the screen, and a longer list of settings, show where the person stands. */
const uncover = (root) => root.querySelectorAll(".tabs, .segmented, .settings__nav").forEach((row) => {
  const current = (row.scrollWidth > row.clientWidth || row.scrollHeight > row.clientHeight) && row.querySelector("[aria-current]");
  if (!current) return;
  const [there, here] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += there.left - here.left - (row.clientWidth - there.width) / 2;
  row.scrollTop += there.top - here.top - (row.clientHeight - there.height) / 2;
});

const begin = (root) => { look(root); uncover(root); };
begin(document);
document.addEventListener("htmx:load", (event) => begin(event.target));
document.addEventListener("click", (event) => event.target.closest?.("[data-back]") && history.back());
