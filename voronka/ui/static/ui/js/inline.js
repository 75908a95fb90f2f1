/* Values edited in place: a click or Enter brings the input, Enter saves, Esc or leaving it unchanged gives the old value back. */
import { isDirty, watch } from "./drafts.js";
import { on } from "./text.js";

const start = (form) => {
  watch(form);
  const field = form.querySelector("[autofocus], select, textarea, input:not([type=hidden])");
  field?.focus();
  if (field?.matches("input:not([type=checkbox], [type=date], [type=datetime-local])")) field.select?.();
};

const cancel = (form) => {
  const { cancel: url } = form.dataset;
  if (url) htmx.ajax("GET", url, { source: form, target: form, swap: "outerHTML" });
};

document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  const form = event.target.matches?.("form[data-inline]") ? event.target : event.target.querySelector?.("form[data-inline]");
  if (form) start(form);
});

on("keydown", "[data-edit]", (element, event) => {
  if (event.target !== element || !["Enter", "Space", "F2"].includes(event.code)) return;
  event.preventDefault();
  event.stopPropagation();
  element.click();
});

on("keydown", "form[data-inline]", (form, event) => {
  if (event.code === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    cancel(form);
  }
  if (event.code === "Enter" && event.target.matches("select")) {
    event.preventDefault();
    form.requestSubmit();
  }
});
on("click", "[data-inline-cancel]", (button) => cancel(button.closest("form")));
on("change", "form[data-inline] select:not([multiple])", (select) => select.closest("form").requestSubmit());

on("focusout", "form[data-inline]", (form) => {
  setTimeout(() => {
    if (!form.isConnected || form.contains(document.activeElement) || form.matches(".htmx-request") || !document.hasFocus()) return;
    if (isDirty(form)) form.requestSubmit();
    else cancel(form);
  }, 120);
});
