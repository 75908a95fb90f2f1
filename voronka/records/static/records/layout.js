/* Fields of a card are put in order: dragged by mouse or touch, moved by the arrows of a grip, or by the menu of a row. */
import "../vendor/sortable.js";
import { place } from "../ui/js/menu.js";
import { all, byId, gettext, make, on, say } from "../ui/js/text.js";

const form = byId("layout");
const groups = form.querySelector("[data-groups]");
const said = form.querySelector("[data-said]");
const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
const opened = new Set();
let made = 0;

const nameOf = (list) => list.dataset.name ?? (list.closest("[data-group]").querySelector("[data-heading]").value || gettext("Group without a name"));
const listOf = (row) => row.closest("[data-places]");
const lists = (row) => all(`[data-places="${listOf(row).dataset.places}"]`, form);
const takes = (list, row) => !("locked" in row.dataset && list.dataset.sends === "later");
const grip = (element) => element.querySelector("[data-grip]");

const changed = () => {
  form.setAttribute("data-dirty", "");
  htmx.trigger(form, "layout");
};

const tell = (row) => {
  const list = listOf(row);
  const values = { field: row.dataset.label, group: nameOf(list), place: [...list.children].indexOf(row) + 1, all: list.children.length };
  said.textContent = say(gettext("%(field)s: %(group)s, %(place)s of %(all)s"), values);
};

/** A row that has come to another list of the form is sent under its name. */
const settle = (row) => {
  const { sends } = listOf(row).dataset;
  if (sends) row.querySelector("input").name = sends;
  changed();
};

const put = (row, list, before) => {
  list.insertBefore(row, before);
  settle(row);
  grip(row).focus();
  row.scrollIntoView({ block: "nearest" });
  tell(row);
};

const step = (row, up) => {
  const beside = up ? row.previousElementSibling : row.nextElementSibling;
  if (beside) return put(row, listOf(row), up ? beside : beside.nextElementSibling);
  const known = lists(row);
  const next = known[known.indexOf(listOf(row)) + (up ? -1 : 1)];
  if (next && takes(next, row)) put(row, next, up ? null : next.firstElementChild);
};

const stepGroup = (group, up) => {
  const beside = up ? group.previousElementSibling : group.nextElementSibling;
  if (!beside) return;
  groups.insertBefore(group, up ? beside : beside.nextElementSibling);
  grip(group).focus();
  changed();
};

on("keydown", "[data-grip]", (button, event) => {
  if (event.code !== "ArrowUp" && event.code !== "ArrowDown") return;
  event.preventDefault();
  event.stopPropagation();
  const row = button.closest("[data-row]");
  if (row) step(row, event.code === "ArrowUp");
  else stepGroup(button.closest("[data-group]"), event.code === "ArrowUp");
}, true);

/** A menu under `button`; items are [words, what to do], or a heading alone. */
const choose = (button, items) => {
  const list = make("div", "menu__list");
  list.popover = "auto";
  list.dataset.menu = "";
  items.forEach(([words, act]) => {
    const item = make(act ? "button" : "div", act ? "menu__item" : "menu__heading", words);
    if (act) {
      item.type = "button";
      item.addEventListener("click", () => { list.hidePopover(); act(); });
    }
    list.append(item);
  });
  list.addEventListener("toggle", (event) => event.newState === "closed" && setTimeout(() => list.remove()));
  document.body.append(list);
  list.showPopover();
  place(list, button);
};

on("click", "[data-row-menu]", (button) => {
  const row = button.closest("[data-row]");
  const others = lists(row).filter((list) => list !== listOf(row) && takes(list, row));
  choose(button, [
    ...(row.previousElementSibling ? [[gettext("Higher"), () => step(row, true)]] : []),
    ...(row.nextElementSibling ? [[gettext("Lower"), () => step(row, false)]] : []),
    ...(others.length ? [[gettext("Put into")]] : []),
    ...others.map((list) => [nameOf(list), () => put(row, list, null)]),
  ]);
});

/** The fields of a group that goes away are kept off the card. */
const remove = (group) => {
  const aside = all('[data-places="card"]', form).at(-1);
  const rows = [...group.querySelector("[data-places]").children];
  aside.append(...rows);
  group.remove();
  changed();
};

on("click", "[data-group-menu]", (button) => {
  const group = button.closest("[data-group]");
  choose(button, [
    ...(group.previousElementSibling ? [[gettext("Higher"), () => stepGroup(group, true)]] : []),
    ...(group.nextElementSibling ? [[gettext("Lower"), () => stepGroup(group, false)]] : []),
    [gettext("Take the group away"), () => remove(group)],
  ]);
});

const sorting = {
  animation: calm ? 0 : 150, delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6,
  forceFallback: true, fallbackOnBody: true, fallbackTolerance: 5, scrollSensitivity: 80, bubbleScroll: true,
};
const sortable = (list) => globalThis.Sortable.create(list, {
  ...sorting, group: list.dataset.places, draggable: "[data-row]", filter: "[data-row-menu]", preventOnFilter: false, emptyInsertThreshold: 16,
  onMove: ({ dragged, to }) => takes(to, dragged),
  onEnd: ({ item, from, to, oldIndex, newIndex }) => (from !== to || oldIndex !== newIndex) && settle(item),
});
all("[data-places]", form).forEach(sortable);
globalThis.Sortable.create(groups, { ...sorting, draggable: "[data-group]", handle: "[data-group] > header > [data-grip]", onEnd: changed });

on("click", "[data-add-group]", () => {
  const group = form.querySelector("[data-new-group]").content.firstElementChild.cloneNode(true);
  made += 1;
  group.querySelector("[data-mark]").value = `group:new${made}`;
  all("[name$='-new']", group).forEach((input) => { input.name += made; });
  groups.append(group);
  sortable(group.querySelector("[data-places]"));
  changed();
  group.querySelector("[data-heading]").focus();
});

form.addEventListener("input", (event) => event.target.name !== "part" && form.setAttribute("data-dirty", ""));
form.addEventListener("submit", () => form.removeAttribute("data-dirty"));
on("click", "[data-leave]", () => form.removeAttribute("data-dirty"));
window.addEventListener("beforeunload", (event) => form.hasAttribute("data-dirty") && event.preventDefault());

/* What was unfolded in the look stays so when the look comes anew. */
document.addEventListener("toggle", ({ target }) => {
  if (target.dataset?.look) opened[target.open ? "add" : "delete"](target.dataset.look);
}, true);
document.addEventListener("htmx:afterSwap", ({ target }) => all("[data-look]", target).forEach((each) => { each.open = opened.has(each.dataset.look); }));
