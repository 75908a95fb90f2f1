/* What lists of records add to the page: cells edited in place, columns put in order. */
import { all, on } from "../ui/js/text.js";

const list = () => document.getElementById("list");

// A cell: a double click, Enter or F2 brings its input; arrows walk over the cells of the row.
const edit = (cell) => {
  if (cell.querySelector("form")) return;
  htmx.ajax("GET", cell.dataset.editor, { source: cell, target: cell, swap: "innerHTML" });
};
let click = 0;
on("click", "[data-editor]", (cell, event) => {
  if (event.target.closest("a, button, form, input, select") || event.ctrlKey || event.metaKey || event.shiftKey || !event.isTrusted) return;
  event.stopPropagation(); // one click opens the record, but only when no second one follows
  clearTimeout(click);
  if (event.detail === 1) click = setTimeout(() => !String(getSelection()) && cell.closest("[data-row]").click(), 220);
}, { capture: true });
on("dblclick", "[data-editor]", (cell) => {
  clearTimeout(click);
  getSelection().removeAllRanges();
  edit(cell);
});
on("edit", "[data-editor]", edit);
on("keydown", "[data-editor]", (cell, event) => {
  if (event.target !== cell || !["Enter", "F2", "KeyE"].includes(event.code) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  edit(cell);
});
on("keydown", "[data-row]", (row, event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.code];
  if (!step || event.target.closest("input, select, textarea, form") || event.altKey || event.ctrlKey) return;
  const cells = all("[data-editor]", row);
  const at = cells.indexOf(event.target.closest("[data-editor]"));
  const next = at < 0 ? (step > 0 ? 0 : cells.length - 1) : at + step;
  event.preventDefault();
  (cells[next] ?? row).focus({ preventScroll: true });
  (cells[next] ?? row).scrollIntoView({ block: "nearest", inline: "nearest" });
});

// A live refresh brings as many rows as are shown and keeps what is selected.
let kept = [];
const isLive = (detail) => detail.elt === list() && detail.triggeringEvent?.type === "live";
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!isLive(detail)) return;
  kept = all("[data-select]:checked", list()).map((box) => box.value);
  detail.parameters.size = all("[data-row]", list()).length;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (detail.target?.id !== "list" || !kept.length) return;
  all("[data-select]", list()).forEach((box) => { box.checked = kept.includes(box.value); });
  kept = [];
});

// The first column throws a line when others slide under it.
document.addEventListener("scroll", ({ target }) => {
  if (target.id === "main") list()?.toggleAttribute("data-scrolled", target.scrollLeft > 0);
}, { capture: true, passive: true });

// What the filter and the menu of columns need comes with the first sign of a hand; columns are put in order in their menu.
const opened = new AbortController();
const open = () => {
  opened.abort();
  import("./builder.js");
  import("./order.js").then(({ orderable }) => orderable(".list-columns__item"));
};
for (const sign of ["pointermove", "pointerdown", "keydown"]) document.addEventListener(sign, open, { passive: true, signal: opened.signal });
