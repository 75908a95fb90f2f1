/* Stages of a pipeline are put in order: dragged, moved by Alt and the arrows, or by the menu; lines of a stage come and go. */
import "../vendor/sortable.js";

const send = (plan) => {
  const values = { stage: [...plan.querySelectorAll("[data-stage]")].map((stage) => stage.dataset.stage) };
  htmx.ajax("POST", plan.dataset.plan, { source: plan, swap: "none", values });
};

const shift = (stage, by) => {
  const plan = stage.parentElement;
  const other = by < 0 ? stage.previousElementSibling : stage.nextElementSibling;
  if (!other) return;
  if (by < 0) other.before(stage);
  else other.after(stage);
  stage.focus();
  send(plan);
};

const start = () => document.querySelectorAll("[data-plan]").forEach((plan) => {
  if (globalThis.Sortable.get(plan)) return;
  globalThis.Sortable.create(plan, {
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150, draggable: "[data-stage]",
    delay: 180, delayOnTouchOnly: true, filter: "button, a", preventOnFilter: false, onEnd: () => send(plan),
  });
});

document.addEventListener("keydown", (event) => {
  const stage = event.target.closest?.("[data-stage]");
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.code];
  if (!stage || !event.altKey || !by) return;
  event.preventDefault();
  shift(stage, by);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-shift]");
  if (!button) return;
  button.closest("[popover]")?.hidePopover();
  shift(button.closest("[data-stage]"), Number(button.dataset.shift));
});

/* Lines of the form of a stage: another empty one, one that goes. The keys of new lines only have to differ. */
let last = 0;
document.addEventListener("click", (event) => {
  const gone = event.target.closest?.("[data-line-gone]");
  const more = event.target.closest?.("[data-line-add]");
  const lines = gone ? gone.closest("[data-lines]") : more?.previousElementSibling;
  if (!lines?.matches("[data-lines]")) return;
  if (gone && lines.children.length > 1) {
    gone.closest("[data-line]").remove();
    lines.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
    return;
  }
  const line = gone ? gone.closest("[data-line]") : lines.lastElementChild.cloneNode(true);
  const key = line.querySelector("input[type=hidden]");
  last += 1;
  const fresh = `new${1000 + last}`;
  line.querySelectorAll("[name]").forEach((input) => { input.name = input.name.replace(`-${key.value}-`, `-${fresh}-`); });
  line.querySelectorAll("input:not([type=hidden]), textarea").forEach((input) => { input.value = input.type === "checkbox" ? "on" : ""; input.checked = false; });
  key.value = fresh;
  if (!gone) lines.append(line);
  line.querySelector("input:not([type=hidden]), textarea").focus();
});
document.addEventListener("htmx:afterSettle", start);
start();
