/* The order of a classifier's values is kept as soon as one has found its place; one dropped on another goes under it. */
import { orderable } from "./order.js";

const move = (row) => {
  const to = [...row.parentElement.children].indexOf(row);
  htmx.ajax("POST", row.dataset.move, { source: row, swap: "none", values: { to } });
};
const nest = (row, other) => htmx.ajax("POST", row.dataset.nest, { source: row, swap: "none", values: { parent: other.dataset.value } });

orderable("[data-order] > [data-move]", move, nest);
