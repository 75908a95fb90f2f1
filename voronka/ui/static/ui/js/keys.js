/* The keyboard: keys are compared by their place (`event.code`), so they work on the Russian layout; `?` shows them all. */
import { openCommand } from "./command.js";
import { openDialog } from "./dialog.js";
import { toggleSidebar } from "./appearance.js";
import { editCurrent, escape, openCurrent, peek, selectCurrent, step } from "./list.js";
import { all, byId, gettext, icon, isTyping, make, on } from "./text.js";

const LIST = gettext("Lists and boards");
const EVERYWHERE = gettext("Everywhere");
const keys = [];

/** Adds a shortcut; `run` returns false to let the browser have the key. Modules of single pages may add their own. */
export const bind = (shortcut) => keys.push({ shift: false, ctrl: false, ...shortcut });

const create = () => {
  const { quick } = document.body.dataset;
  if (quick) openDialog(quick);
  else document.querySelector('[popovertarget="create-menu"]')?.click();
  return true;
};
const help = () => { show(); return true; };
const search = () => { openCommand(); return true; };

bind({ code: "KeyK", ctrl: true, typing: true, keys: "Ctrl K", label: gettext("Find or do"), group: EVERYWHERE, run: search });
bind({ code: "Slash", keys: "/", run: search });
bind({ code: "KeyC", keys: "C", label: gettext("Create"), group: EVERYWHERE, run: create });
bind({ code: "Enter", ctrl: true, typing: true, keys: "Ctrl ↵", label: gettext("Save"), group: EVERYWHERE, run: () => {
  const form = document.activeElement?.closest("form") ?? byId("dialog").querySelector("form");
  form?.requestSubmit();
  return Boolean(form);
} });
bind({ code: "Escape", typing: true, keys: "Esc", label: gettext("Close"), group: EVERYWHERE, run: escape });
bind({ code: "BracketLeft", keys: "[", label: gettext("Fold the sidebar"), group: EVERYWHERE, run: () => { toggleSidebar(); return true; } });
bind({ code: "Slash", shift: true, keys: "?", label: gettext("This list"), group: EVERYWHERE, run: help });
bind({ code: "KeyJ", keys: "J", label: gettext("Next row"), group: LIST, run: () => step(1) });
bind({ code: "KeyK", keys: "K", label: gettext("Previous row"), group: LIST, run: () => step(-1) });
bind({ code: "Enter", keys: "↵", label: gettext("Open as a page"), group: LIST, row: true, run: openCurrent });
bind({ code: "Space", keys: gettext("Space"), label: gettext("Open beside the list"), group: LIST, row: true, run: peek });
bind({ code: "KeyX", keys: "X", label: gettext("Select"), group: LIST, run: selectCurrent });
bind({ code: "KeyE", keys: "E", label: gettext("Edit"), group: LIST, run: editCurrent });

let going = 0;
const go = (code) => {
  const link = all("[data-go]").find((each) => `Key${each.dataset.go}` === code);
  going = 0;
  link?.click();
  return Boolean(link);
};

const fits = (key, event) =>
  key.code === event.code && key.shift === event.shiftKey && key.ctrl === (event.ctrlKey || event.metaKey) && !event.altKey;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const typing = isTyping(event.target);
  const modal = document.querySelector("dialog[open]");
  if (!typing && !modal && going > event.timeStamp - 1500 && go(event.code)) return event.preventDefault();
  if (!typing && !modal && event.code === "KeyG" && !event.ctrlKey && !event.metaKey && !event.shiftKey) going = event.timeStamp;
  if (event.key === "?" && !typing && !modal) { help(); return event.preventDefault(); }
  const key = keys.find((each) => fits(each, event) && (each.typing || !typing) && (!modal || (each.ctrl && each.code !== "KeyK")));
  if (!key || (key.row && event.target.closest("a, button, summary, [role=button], [role=menuitem]"))) return null;
  if (key.run(event) !== false) event.preventDefault();
  return null;
});

const line = (label, shown) => {
  const row = make("div", "keys__line");
  const place = make("span", "kbd-row");
  shown.split(" ").forEach((each) => place.append(make("kbd", "kbd", each)));
  row.append(make("span", "", label), place);
  return row;
};

const show = () => {
  const box = make("dialog", "dialog dialog--wide");
  const head = make("header", "dialog__head");
  const close = make("button", "icon-button icon-button--small");
  close.type = "button";
  close.setAttribute("aria-label", gettext("Close"));
  close.append(icon("x", 14));
  close.addEventListener("click", () => box.close());
  head.append(make("h2", "dialog__title grow", gettext("Keyboard shortcuts")), close);
  const body = make("div", "dialog__body keys");
  const groups = Map.groupBy(keys.filter((key) => key.label), (key) => key.group);
  const sections = all(".sidebar [data-go]").map((link) => ({ label: link.title, keys: `G ${link.dataset.go}` }));
  for (const [title, members] of [...groups, [gettext("Go to"), sections]]) {
    const group = make("section", "keys__group");
    group.append(make("h3", "keys__title", title), ...members.map((key) => line(key.label, key.keys)));
    body.append(group);
  }
  box.append(head, body);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
};
on("click", "[data-keys-help]", () => show());
