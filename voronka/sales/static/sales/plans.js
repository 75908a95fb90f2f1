/* The sheet of plans: a block copied in a spreadsheet fills the cells from where one stands; sums follow the typing. */
import { grouped } from "../ui/js/text.js";

const table = document.querySelector("[data-plans]");
const TIMES = new Map(Object.entries(JSON.parse(table?.dataset.shortened ?? "{}")));
const inputs = (row) => [...row.querySelectorAll("[data-plan]")];
const rows = () => [...table.querySelectorAll("tr")].filter((row) => inputs(row).length);
const show = (value) => (value === null ? "—" : grouped(value));

/** The amount of a text as the server reads it; null for nothing or for what is no amount. */
const read = (text) => {
  const clean = text.toLowerCase().replace(/[\s\u00a0\u202f₽]/g, "").replace("−", "-");
  const found = /^(-?\d+(?:[.,]\d+)?)(\p{L}+)?\.?$/u.exec(clean);
  const times = found?.[2] ? TIMES.get(found[2]) : 1;
  return found && times ? Number(found[1].replace(",", ".")) * times : null;
};
const total = (values) => {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) : null;
};
/** What a cell counts: what is typed, else what follows from those below. */
const worth = (cell) => {
  const input = cell?.querySelector("[data-plan]");
  return input ? read(input.value || input.placeholder) : read(cell?.textContent.trim() ?? "");
};
const cells = (row) => [...row.querySelectorAll(".plans__cell:not(.plans__cell--year)")];
const put = (selector, values) => table.querySelectorAll(selector).forEach((cell, place) => {
  cell.textContent = show(values[place]);
});

const count = () => {
  const people = [...table.querySelectorAll(".plans__row--person")].map(cells);
  const top = table.querySelector(".plans__row--top");
  const width = (top ? cells(top) : people[0] ?? []).length;
  const sums = [...Array(width).keys()].map((place) => total(people.map((row) => worth(row[place]))));
  const own = top ? cells(top).map((cell) => read(cell.querySelector("[data-plan]")?.value ?? "")) : [];
  const left = sums.map((sum, place) => (own[place] == null ? null : own[place] - (sum ?? 0)));
  put("[data-plan-sum]", [...sums, total(sums)]);
  put("[data-plan-left]", [...left, total(own) === null ? null : total(own) - (total(sums) ?? 0)]);
  table.querySelectorAll("[data-plan-left]").forEach((cell) => cell.classList.toggle("bad", cell.textContent.startsWith("−")));
  table.querySelectorAll("[data-plan-year]").forEach((cell) => { cell.textContent = show(total(cells(cell.closest("tr")).map(worth))); });
};

const mark = (input) => input.toggleAttribute("data-changed", input.value.trim() !== input.defaultValue.trim());

const paste = (event) => {
  const start = event.target.closest("[data-plan]");
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!start || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const all = rows();
  const line = all.indexOf(start.closest("tr"));
  const column = inputs(all[line]).indexOf(start);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((copied, down) => {
    if (!all[line + down]) return;
    const targets = inputs(all[line + down]);
    copied.split("\t").forEach((value, right) => {
      const target = targets[column + right];
      if (!target) return;
      target.value = value.trim();
      mark(target);
    });
  });
  count();
};

/* Up, down and Enter walk through a column, as in a sheet. */
const walk = (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.isComposing || !event.target.matches("[data-plan]")) return;
  event.preventDefault();
  const all = rows();
  const here = event.target.closest("tr");
  const next = all[all.indexOf(here) + step];
  const target = next && inputs(next)[inputs(here).indexOf(event.target)];
  target?.focus();
  target?.select();
};

if (table) {
  const now = table.querySelector("[aria-current=date]");
  const frame = table.parentElement;
  const names = table.querySelector(".plans__head.plans__name");
  /* The month after this one is seen too, unless names would then cover this one. */
  if (now) frame.scrollLeft = Math.min(now.offsetLeft + now.offsetWidth * 2 - frame.clientWidth, now.offsetLeft - names.offsetWidth);
  table.addEventListener("paste", paste);
  table.addEventListener("keydown", walk);
  table.addEventListener("input", ({ target }) => { mark(target); count(); });
}
