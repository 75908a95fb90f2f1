/* Menus are popovers: placed by their button, walked by arrows, closed by a choice. */
import { all, on } from "./text.js";

const GAP = 4;
let invoker = null;

/* The opening itself gives the focus, so a key that is pressed at once walks the list already. */
const called = (button) => {
  invoker = button;
  const list = document.getElementById(button.getAttribute("popovertarget"));
  if (list?.matches("[data-menu]") && !list.querySelector("[autofocus]")) list.querySelector(".menu__item:not(:disabled)")?.setAttribute("autofocus", "");
};
on("click", "[popovertarget]", called, true);

/* A list that rows share stands once on the page: it is made for the row whose button is pressed, beside what is drawn anew. */
on("click", "[data-menu-of]", (button) => {
  const { menuOf, key } = button.dataset;
  const id = `menu-of-${menuOf}`;
  const known = document.getElementById(id);
  if (known?.dataset.key === key && known.matches(":popover-open")) return;
  known?.remove();
  const list = document.querySelector(`[data-shared-menu="${menuOf}"]`).content.firstElementChild.cloneNode(true);
  list.id = id;
  list.dataset.key = key;
  all(".menu__item", list).forEach((item) => ["href", "hx-get", "hx-post"].filter((name) => item.hasAttribute(name))
    .forEach((name) => item.setAttribute(name, item.getAttribute(name).replace("/0/", `/${key}/`))));
  (button.closest("dialog") ?? document.body).append(list);
  htmx.process(list);
  all(`[popovertarget="${id}"]`).forEach((other) => other.removeAttribute("popovertarget"));
  button.setAttribute("popovertarget", id);
  called(button);
}, true);

/** Puts `list` under `button`, or above where there is no room. */
export const place = (list, button) => {
  if (!button || list.classList.contains("menu__list--sheet")) return;
  const near = button.getBoundingClientRect();
  const size = list.getBoundingClientRect();
  const right = list.dataset.align === "end" || near.left + size.width > innerWidth - GAP;
  const left = Math.max(GAP, right ? Math.min(near.right, innerWidth - GAP) - size.width : near.left);
  const below = near.bottom + GAP + size.height <= innerHeight - GAP || near.top - GAP - size.height < 0;
  list.style.left = `${left}px`;
  list.style.top = `${Math.max(GAP, below ? Math.min(near.bottom + GAP, innerHeight - GAP - size.height) : near.top - GAP - size.height)}px`;
};

const shown = (list, button) => {
  place(list, button);
  if (!list.contains(document.activeElement)) list.querySelector("[autofocus], .menu__item")?.focus({ preventScroll: true });
};

document.addEventListener("toggle", (event) => {
  const list = event.target;
  if (!list.matches?.("[data-menu]")) return;
  const button = invoker?.getAttribute("popovertarget") === list.id ? invoker : document.querySelector(`[popovertarget="${list.id}"]`);
  button?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState === "open") shown(list, button);
}, true);
document.addEventListener("htmx:afterSwap", ({ target }) => target.matches("[data-menu]:popover-open") && shown(target, invoker));

/* Of a long menu those stay that hold what is typed. */
const folded = (text) => text.trim().toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
on("input", "[data-menu-narrow]", (input) => all(".menu__item", input.closest("[data-menu]"))
  .forEach((item) => { item.hidden = !folded(item.textContent).includes(folded(input.value)); }));
on("keydown", "[data-menu-narrow]", (input, event) => {
  if (event.key === "Enter") input.closest("[data-menu]").querySelector(".menu__item:not([hidden])")?.click();
});

on("click", "[data-menu] .menu__item", (item) => {
  const list = item.closest("[data-menu]");
  if (!item.matches("[data-stay]")) setTimeout(() => list.matches(":popover-open") && list.hidePopover());
});

on("keydown", "[data-menu]", (list, event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.code];
  if (!step || event.target.matches("input:not([data-menu-narrow])") || (event.target.matches("input") && !event.code.startsWith("Arrow"))) return;
  event.preventDefault();
  const items = all(".menu__item:not([hidden], :disabled)", list);
  const at = items.indexOf(document.activeElement);
  const next = Number.isFinite(step) ? (at + step + items.length) % items.length : step < 0 ? 0 : items.length - 1;
  items[next]?.focus();
});
window.addEventListener("resize", () => all("[data-menu]:popover-open").forEach((list) => list.hidePopover()));
