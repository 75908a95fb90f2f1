/* A stage goes to another macro-stage of its kind: dragged, moved by Alt and the arrows, or chosen in its dialog. */
import "../vendor/sortable.js";

/* The day from which it holds is asked first; until it is said the stage stays where it is. */
const ask = (stage, macro) => {
  const address = stage.querySelector("a").getAttribute("href");
  htmx.ajax("GET", `${address}?to=${macro.dataset.macro}`, { target: "#dialog", swap: "innerHTML" });
};

const start = () => document.querySelectorAll("[data-macro]").forEach((cell) => {
  if (globalThis.Sortable.get(cell)) return;
  globalThis.Sortable.create(cell, {
    group: cell.dataset.group, sort: false, draggable: "[data-stage]", delay: 180, delayOnTouchOnly: true,
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    onEnd: ({ item, from, to, oldIndex }) => {
      if (from === to) return;
      from.insertBefore(item, from.children[oldIndex] ?? null);
      ask(item, to);
    },
  });
});

const neighbours = (cell) => [...cell.closest("tr").querySelectorAll("[data-macro]")]
  .filter((other) => other.dataset.group === cell.dataset.group);

document.addEventListener("keydown", (event) => {
  const stage = event.target.closest?.("[data-shifts]")?.closest("[data-stage]");
  if (!stage || !event.altKey || !["ArrowLeft", "ArrowRight"].includes(event.code)) return;
  event.preventDefault();
  const cell = stage.closest("[data-macro]");
  const all = neighbours(cell);
  const other = all[all.indexOf(cell) + (event.code === "ArrowLeft" ? -1 : 1)];
  if (other) ask(stage, other);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-move]");
  if (!button) return;
  button.closest("[popover]")?.hidePopover();
  const map = document.getElementById("common-funnel");
  const ids = [...map.querySelectorAll("[data-macro-head]")].map((head) => head.dataset.macroHead);
  const from = ids.indexOf(button.closest("[data-macro-head]").dataset.macroHead);
  const to = from + Number(button.dataset.move);
  if (to < 0 || to >= ids.length) return;
  ids.splice(to, 0, ids.splice(from, 1)[0]);
  htmx.ajax("POST", map.dataset.order, { source: map, swap: "none", values: { macro_stage: ids } });
});
document.addEventListener("htmx:afterSettle", start);
start();
