/* Rows that are put in order: dragged by the mouse, moved by the arrows while the grip is in focus. */
import { on } from "../ui/js/text.js";

/** Lets the `rows` (a selector) be put in order; `moved(row)` is told when one has found its place. */
export const orderable = (rows, moved = () => {}) => {
  let dragged = null;
  let from = null;
  on("dragstart", rows, (row, event) => {
    dragged = row;
    from = row.nextElementSibling;
    event.dataTransfer.effectAllowed = "move";
    requestAnimationFrame(() => row.setAttribute("data-dragged", ""));
  });
  on("dragover", rows, (row, event) => {
    if (!dragged || dragged.parentElement !== row.parentElement) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    if (row !== dragged) row[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  on("drop", rows, (_, event) => event.preventDefault());
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.removeAttribute("data-dragged");
    if (dragged.nextElementSibling !== from) moved(dragged);
    dragged = null;
  });
  on("keydown", "[data-grip]", (grip, event) => {
    const row = grip.closest(rows);
    const side = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.code];
    if (!row || !side) return;
    event.preventDefault();
    event.stopPropagation();
    const other = row[side];
    if (!other) return;
    other[event.code === "ArrowUp" ? "before" : "after"](row);
    grip.focus();
    moved(row);
  }, true);
};
