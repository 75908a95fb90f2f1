/* Rows that are put in order: dragged by the mouse, moved by the arrows while the grip is in focus. */
import { on } from "../ui/js/text.js";

/** The part of a row's height, around its middle, where something dropped goes under the row instead of beside it. */
const INTO = 0.4;

/** The arrows move the row whose grip is in focus. */
const byKeys = (rows, moved) => {
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

/**
 * Lets the `rows` (a selector) be put in order; `moved(row)` is told when one has found its place. With `nested`, a
 * row with `data-nest` that is dropped on the middle of another one stays where it stood, and `nested(row, other)` is told.
 */
export const orderable = (rows, moved = () => {}, nested = null) => {
  let dragged = null;
  let from = null;
  let into = null;
  let dropped = false;
  const aim = (row) => {
    if (row === into) return;
    into?.removeAttribute("data-into");
    into = row;
    into?.setAttribute("data-into", "");
  };
  on("dragstart", rows, (row, event) => {
    dragged = row;
    from = row.nextElementSibling;
    dropped = false;
    event.dataTransfer.effectAllowed = "move";
    requestAnimationFrame(() => row.setAttribute("data-dragged", ""));
  });
  on("dragover", rows, (row, event) => {
    if (!dragged || dragged.parentElement !== row.parentElement) return;
    event.preventDefault();
    if (row === dragged) return aim(null);
    const { top, height } = row.getBoundingClientRect();
    const off = Math.abs(event.clientY - top - height / 2) / height;
    aim(nested && "nest" in dragged.dataset && off < INTO / 2 ? row : null);
    if (!into) row[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  on("drop", rows, (_, event) => {
    event.preventDefault();
    dropped = true;
  });
  document.addEventListener("dragend", () => {
    if (!dragged) return;
    dragged.removeAttribute("data-dragged");
    const other = dropped ? into : null;
    aim(null);
    if (other) {
      other.parentElement.insertBefore(dragged, from);
      nested(dragged, other);
    } else if (dragged.nextElementSibling !== from) moved(dragged);
    dragged = null;
  });
  byKeys(rows, moved);
};
