/* Rows of a list: the current one by J and K, the selected ones by X, the click that opens the panel, the bulk bar. */
import { all, isPlainClick, isTyping, on } from "./text.js";
import { closePanel, isOpen, openPanel, panelUrl } from "./panel.js";

const rows = () => all("[data-row]").filter((row) => row.offsetParent !== null);
export const current = () => document.querySelector("[data-row][data-current]") ?? document.activeElement?.closest?.("[data-row]");

const point = (row) => {
  all("[data-row][data-current]").forEach((each) => each.removeAttribute("data-current"));
  row.setAttribute("data-current", "");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (isOpen() && panelUrl() !== row.dataset.row) openPanel(row.dataset.row, row);
};

/** Moves the mark by `by` rows; on a board, within the page's reading order. */
export const step = (by) => {
  const found = rows();
  if (!found.length) return false;
  const at = found.indexOf(current());
  point(found[at < 0 ? 0 : Math.min(Math.max(at + by, 0), found.length - 1)]);
  return true;
};

export const openCurrent = () => { if (current()) location.assign(current().dataset.row); return Boolean(current()); };
export const peek = () => { if (current()) openPanel(current().dataset.row, current()); return Boolean(current()); };
export const editCurrent = () => {
  const place = (current() ?? document).querySelector("[data-edit], [data-editor]");
  if (place?.matches("[data-editor]")) place.dispatchEvent(new CustomEvent("edit", { bubbles: true }));
  else place?.click();
  return Boolean(place);
};
export const selectCurrent = () => {
  const box = current()?.querySelector("[data-select]");
  box?.click();
  return Boolean(box);
};

const count = (list) => {
  const boxes = all("[data-select]", list);
  const chosen = boxes.filter((box) => box.checked).length;
  const bar = list.querySelector("[data-bulk]");
  if (bar) {
    bar.hidden = chosen === 0;
    all("[data-bulk-count]", bar).forEach((place) => { place.textContent = chosen; });
  }
  list.querySelector("table")?.toggleAttribute("data-selecting", chosen > 0);
  const whole = list.querySelector("[data-select-all]");
  if (whole) {
    whole.checked = chosen > 0 && chosen === boxes.length;
    whole.indeterminate = chosen > 0 && chosen < boxes.length;
  }
};
const recount = () => all("[data-list]").forEach(count);

let last = null;
on("click", "[data-select]", (box, event) => {
  const boxes = all("[data-select]", box.closest("[data-list]") ?? document);
  if (event.shiftKey && last?.isConnected) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    boxes.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
  }
  last = box;
  recount();
});
on("change", "[data-select-all]", (whole) => {
  all("[data-select]", whole.closest("[data-list]") ?? document).forEach((box) => { box.checked = whole.checked; });
  recount();
});
on("click", "[data-bulk-clear]", (button) => {
  all("[data-select]", button.closest("[data-list]") ?? document).forEach((box) => { box.checked = false; });
  recount();
});
document.addEventListener("htmx:afterSettle", recount);

on("click", "[data-row]", (row, event) => {
  const own = event.target.closest("a, button, input, select, textarea, label, form, [data-edit], [data-menu]");
  if ((own && row.contains(own)) || !isPlainClick(event) || String(getSelection())) return;
  all("[data-row][data-current]").forEach((each) => each.removeAttribute("data-current"));
  row.setAttribute("data-current", "");
  openPanel(row.dataset.row, row);
});

/** Esc takes away one thing at a time: the panel, the selection, the mark. */
export const escape = () => {
  if (document.querySelector("[popover=auto]:popover-open, [data-menu]:popover-open")) return false;
  if (isTyping()) document.activeElement.blur();
  else if (isOpen()) closePanel();
  else if (document.querySelector("[data-select]:checked")) document.querySelector("[data-bulk-clear]")?.click();
  else current()?.removeAttribute("data-current");
  return true;
};
