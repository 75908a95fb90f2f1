/* The one dialog `#dialog`: `data-dialog` links are fetched into it, its forms are sent by htmx, unsaved input is asked about. */
import { forget, isDirty, restore } from "./drafts.js";
import { all, byId, gettext, isPlainClick, make, on } from "./text.js";

const dialog = byId("dialog");
let opener = null;

const form = () => dialog.querySelector("form");

/** Fetches `url` into the dialog. */
export const openDialog = (url, from = null) => {
  opener = from ?? document.activeElement;
  return htmx.ajax("GET", url, { source: dialog, target: dialog, swap: "innerHTML" });
};

const selected = (link) => {
  const list = link.closest("[data-bulk]")?.closest("[data-list]");
  return list ? all("[data-select]:checked", list).map((box) => ["pk", box.value]) : [];
};

const shut = (done = false) => {
  dialog.close();
  dialog.replaceChildren();
  document.dispatchEvent(new CustomEvent("dialog:closed", { detail: { done } }));
  if (opener?.isConnected) opener.focus({ preventScroll: true });
};

const ask = () => {
  if (dialog.querySelector(".dialog__ask")) return shut();
  const bar = make("div", "dialog__ask");
  const stay = make("button", "button button--small button--plain", gettext("Stay"));
  const leave = make("button", "button button--small button--plain", gettext("Close"));
  stay.type = leave.type = "button";
  stay.addEventListener("click", () => bar.remove());
  leave.addEventListener("click", () => shut());
  bar.append(make("span", "", gettext("This is not saved. The draft stays until you close the tab.")), stay, leave);
  const foot = dialog.querySelector(".dialog__foot");
  if (foot) foot.before(bar);
  else dialog.append(bar);
  stay.focus();
  return null;
};

const close = () => (form()?.matches("[data-draft]") && isDirty(form()) ? ask() : shut());

const shown = () => {
  if (!dialog.open) dialog.showModal();
  if (form()?.dataset.draft) restore(form());
  const first = dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector("[autofocus]")
    ?? dialog.querySelector(".dialog__body :is(input:not([type=hidden]), select, textarea)") ?? dialog.querySelector("[data-submit]");
  first?.focus();
};

on("click", "[data-dialog]", (link, event) => {
  if (!isPlainClick(event)) return;
  event.preventDefault();
  const url = new URL(link.getAttribute("href") || link.dataset.dialog, location.href);
  selected(link).forEach(([name, value]) => url.searchParams.append(name, value));
  openDialog(url.pathname + url.search, link);
});
on("click", "[data-open]", (button) => byId(button.dataset.open)?.showModal());
on("click", "[data-reload]", () => location.reload());
on("click", "[data-close]", (button) => {
  if (dialog.contains(button)) close();
  else button.closest("dialog")?.close();
});

dialog.addEventListener("cancel", (event) => {
  if (event.target !== dialog) return;
  event.preventDefault();
  close();
});
let pressedOutside = false;
document.addEventListener("pointerdown", (event) => { pressedOutside = event.target.matches?.("dialog[open]"); });
on("click", "dialog[open]", (element, event) => {
  if (event.target !== element || !pressedOutside || element.id === "command") return;
  if (element === dialog) close();
  else element.close();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === dialog && dialog.childElementCount) shown();
});
const asksOn = /<form class="dialog__form"/;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const sender = detail.requestConfig?.elt;
  if (!sender?.closest?.("form[data-conflict]") || detail.xhr.status >= 400) return;
  const tellsPages = detail.xhr.getResponseHeader("HX-Trigger")?.includes('"changed"'); // they fetch themselves, the undo stays
  if (tellsPages || asksOn.test(detail.serverResponse)) return; // what is saved over theirs may still lack something
  detail.shouldSwap = false;
  location.reload();
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const sender = detail.requestConfig?.elt;
  if (!dialog.open || !dialog.contains(sender) || detail.requestConfig.verb === "get") return;
  const leaving = detail.xhr.getResponseHeader("HX-Redirect") || detail.xhr.getResponseHeader("HX-Location");
  if (detail.xhr.status !== 204 && !leaving) return;
  if (form()) forget(form());
  if (!leaving) shut(true);
});
