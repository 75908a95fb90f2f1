/* The command line: finds records by the server's search, sections and actions by their names; arrows, Enter, Esc, the recent ones. */
import { all, byId, gettext, make, on } from "./text.js";

const box = byId("command");
const RECENT = 6;
const key = `recent:${document.body.dataset.user ?? ""}`;
const input = box?.querySelector(".command__input");
const results = byId("command-results");
let timer = 0;

const recent = () => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
};

const visible = () => all("[data-command-item]", box).filter((item) => item.offsetParent !== null);

const mark = (item) => {
  all("[aria-selected=true]", box).forEach((each) => each.setAttribute("aria-selected", "false"));
  item?.setAttribute("aria-selected", "true");
  item?.scrollIntoView({ block: "nearest" });
  if (item) item.id ||= `command-${visible().indexOf(item)}-${Date.now()}`;
  if (item) input.setAttribute("aria-activedescendant", item.id);
};

const showRecent = () => {
  const items = recent();
  results.replaceChildren();
  if (!items.length) return;
  const group = make("div", "command__group");
  group.append(make("div", "command__heading", gettext("Recent")));
  items.forEach(({ href, label, hint }) => {
    const link = make("a", "command__item");
    link.href = href;
    link.setAttribute("role", "option");
    link.setAttribute("data-command-item", "");
    link.append(make("span", "command__label truncate", label), make("span", "command__hint truncate", hint));
    group.append(link);
  });
  results.append(group);
};

const settle = () => {
  const items = visible();
  box.querySelector(".command__none").hidden = items.length > 0 || !input.value.trim();
  mark(items[0]);
};

const look = () => {
  const wanted = input.value.trim().toLowerCase();
  all(".command__local [data-command-item]", box).forEach((item) => {
    const words = item.textContent.toLowerCase();
    item.hidden = wanted ? !wanted.split(/\s+/).every((word) => words.includes(word)) : item.hasAttribute("data-command-hidden");
  });
  all("[data-command-group]", box).forEach((group) => { group.hidden = !group.querySelector("[data-command-item]:not([hidden])"); });
  clearTimeout(timer);
  if (!wanted) {
    showRecent();
    settle();
    return;
  }
  settle();
  if (!box.dataset.url) return;
  timer = setTimeout(() => htmx.ajax("GET", box.dataset.url, { source: input, target: results, swap: "innerHTML" }), 110);
};

/** Opens the command line, empty. */
export const openCommand = () => {
  if (!box || box.open) return;
  input.value = "";
  box.showModal();
  look();
  input.focus();
};

const walk = { ArrowDown: 1, ArrowUp: -1 };
box?.addEventListener("keydown", (event) => {
  const items = visible();
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  if (walk[event.code]) mark(items[(at + walk[event.code] + items.length) % items.length]);
  else if (event.code === "Enter" && at >= 0) items[at].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey }));
  else if (event.code === "Enter") clearTimeout(timer);
  else return;
  event.preventDefault();
});
input?.addEventListener("input", look);
box?.addEventListener("click", (event) => event.target === box && box.close());
box?.addEventListener("htmx:afterSwap", settle);

on("pointermove", "#command [data-command-item]", (item) => item.getAttribute("aria-selected") !== "true" && mark(item));
on("click", "#command [data-command-item]", (item) => {
  if (results.contains(item)) {
    const label = item.querySelector(".command__label")?.textContent.trim() ?? "";
    const one = { href: item.getAttribute("href"), label, hint: item.querySelector(".command__hint")?.textContent.trim() ?? "" };
    localStorage.setItem(key, JSON.stringify([one, ...recent().filter(({ href }) => href !== one.href)].slice(0, RECENT)));
  }
  setTimeout(() => box.close());
});
on("click", "[data-command]", openCommand);
