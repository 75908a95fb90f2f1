/* Menus are popovers: placed by their button, walked by arrows, closed by a choice. */
import { all, on } from "./text.js";

const GAP = 4;
let invoker = null;
on("click", "[popovertarget]", (button) => { invoker = button; }, true);

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

document.addEventListener("toggle", (event) => {
  const list = event.target;
  if (!list.matches?.("[data-menu]")) return;
  const button = invoker?.getAttribute("popovertarget") === list.id ? invoker : document.querySelector(`[popovertarget="${list.id}"]`);
  button?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState !== "open") return;
  place(list, button);
  list.querySelector("[autofocus], .menu__item")?.focus({ preventScroll: true });
}, true);

on("click", "[data-menu] .menu__item", (item) => {
  const list = item.closest("[data-menu]");
  if (!item.matches("[data-stay]")) setTimeout(() => list.matches(":popover-open") && list.hidePopover());
});

on("keydown", "[data-menu]", (list, event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.code];
  if (!step || event.target.matches("input")) return;
  event.preventDefault();
  const items = all(".menu__item:not([hidden], :disabled)", list);
  const at = items.indexOf(document.activeElement);
  const next = Number.isFinite(step) ? (at + step + items.length) % items.length : step < 0 ? 0 : items.length - 1;
  items[next]?.focus();
});
window.addEventListener("resize", () => all("[data-menu]:popover-open").forEach((list) => list.hidePopover()));
