/* Values edited in place: a click or Enter brings the input, Enter saves, Tab goes on to the next one, Esc or leaving it unchanged gives the old value back. */
import { isDirty, watch } from "./drafts.js";
import { all, on } from "./text.js";

const start = (form) => {
  watch(form);
  const field = form.querySelector("[autofocus], select, textarea, input:not([type=hidden])");
  field?.focus();
  if (field?.matches("input:not([type=checkbox], [type=date], [type=datetime-local])")) field.select?.();
  if (field?.matches("select:not([data-picker])")) {
    try { field.showPicker(); } catch { /* only after a gesture of the person */ }
  }
};

const cancel = (form) => {
  const { cancel: url } = form.dataset;
  if (url) htmx.ajax("GET", url, { source: form, target: form, swap: "outerHTML" });
};

const leave = (form) => (isDirty(form) ? form.requestSubmit() : cancel(form));

/** The editable value after (or before) the form among its neighbours. */
const neighbour = (form, by) => {
  const group = form.closest("[data-fields]");
  if (!group) return null;
  const stops = all("[data-edit], form[data-inline]", group).filter((each) => each.offsetParent !== null);
  return stops[stops.indexOf(form) + by] ?? null;
};

let returning = 0;
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  const value = event.target.matches?.("[data-edit]") ? event.target : event.target.querySelector?.("[data-edit]");
  if (returning > Date.now() - 3000 && document.activeElement === document.body && value) {
    returning = 0;
    (value.querySelector("[data-edit-start]") ?? value).focus({ preventScroll: true });
  }
  const form = event.target.matches?.("form[data-inline]") ? event.target : event.target.querySelector?.("form[data-inline]");
  if (form) start(form);
});

on("keydown", "[data-edit]", (element, event) => {
  if ((event.target !== element && !event.target.matches("[data-edit-start]")) || !["Enter", "Space", "F2"].includes(event.code)) return;
  event.preventDefault();
  event.stopPropagation();
  element.click();
});

on("keydown", "form[data-inline]", (form, event) => {
  if (event.code === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    returning = Date.now();
    cancel(form);
  }
  if (event.code === "Enter") returning = Date.now();
  if (event.code === "Tab") {
    const inputs = all("input:not([type=hidden]), select, textarea", form).filter((each) => each.offsetParent !== null);
    const next = event.target === (event.shiftKey ? inputs[0] : inputs.at(-1)) && neighbour(form, event.shiftKey ? -1 : 1);
    if (next) {
      event.preventDefault();
      leave(form);
      next.click();
    }
  }
  if (event.code === "Enter" && event.target.matches("select")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
on("click", "[data-inline-cancel]", (button) => cancel(button.closest("form")));
on("change", "form[data-inline] select:not([multiple], .address-row *)", (select) => select.closest("form").requestSubmit());

on("focusout", "form[data-inline]", (form) => {
  setTimeout(() => {
    if (!form.isConnected || form.contains(document.activeElement) || form.matches(".htmx-request") || !document.hasFocus()) return;
    if (!form.querySelector("[aria-invalid]")) leave(form);
  }, 120);
});
