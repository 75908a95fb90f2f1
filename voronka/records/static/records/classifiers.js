/* The order of a classifier's values is kept as soon as one has found its place. */
import { orderable } from "./order.js";

orderable("[data-order] > [data-move]", (row) => {
  const to = [...row.parentElement.children].indexOf(row);
  htmx.ajax("POST", row.dataset.move, { source: row, swap: "none", values: { to } });
});
