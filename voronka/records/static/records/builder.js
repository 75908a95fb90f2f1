/* The filter builder, in a dialog or on a page: another field, operator or value makes the server draw and count anew. */
import { on } from "../ui/js/text.js";

let pause = 0;
let waiting = null; // the form that is about to be sent anew: an answer on the way would undo what was just chosen
const refresh = (form, delay = 0) => {
  clearTimeout(pause);
  waiting = form;
  pause = setTimeout(() => {
    waiting = null;
    if (form.isConnected) htmx.trigger(form, "refresh");
  }, delay);
};
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (waiting && detail.requestConfig?.elt === waiting) detail.shouldSwap = false;
});
on("change", "[data-filter-form] [data-refresh]", (element) => refresh(element.closest("form"), element.matches("select") ? 0 : 50));
on("submit", "[data-filter-form]", () => {
  clearTimeout(pause);
  waiting = null;
});

let focused = "";
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const isRefresh = detail.elt.matches?.("[data-filter-form]") && detail.triggeringEvent?.type === "refresh";
  focused = isRefresh ? document.activeElement?.id ?? "" : "";
  if (isRefresh) delete detail.parameters.do; // htmx adds the button that has the focus
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  if (focused && detail.target?.querySelector("[data-filter-form]")) document.getElementById(focused)?.focus({ preventScroll: true });
});
