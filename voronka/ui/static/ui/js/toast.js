/* Short messages at the foot of the screen, with undo; the server sends them as `HX-Trigger: {"toast": {text, undo, tone}}`. */
import { all, byId, gettext, make, on } from "./text.js";

const SHORT = 6000;
const LONG = 12000;

const leave = (element) => element.remove();

const wait = (element, milliseconds) => {
  let timer = setTimeout(leave, milliseconds, element);
  const stay = () => clearTimeout(timer);
  const go = () => { stay(); timer = setTimeout(leave, milliseconds / 2, element); };
  element.addEventListener("pointerenter", stay);
  element.addEventListener("focusin", stay);
  element.addEventListener("pointerleave", go);
  element.addEventListener("focusout", go);
};

/** In the top layer, so that an open dialog does not hide it. */
const lift = (place) => {
  if (!place.showPopover) return;
  place.setAttribute("popover", "manual");
  if (place.matches(":popover-open")) place.hidePopover();
  place.showPopover();
};

/** Says `text`, which leads to `link` when there is one; `undo` is the address that a POST takes the deed back with, `act` a function for its own button. */
export const toast = ({ text, undo, tone = "neutral", act, label, link }) => {
  const place = byId("toasts");
  const element = byId("toast-template").content.firstElementChild.cloneNode(true);
  element.classList.add(`toast--${tone}`);
  const words = element.querySelector(".toast__text");
  words.textContent = link ? "" : text;
  if (link) {
    const anchor = make("a", "toast__link", text);
    anchor.href = link;
    words.append(anchor);
  }
  const button = element.querySelector("[data-toast-undo]");
  if (undo || act) {
    button.hidden = false;
    if (undo) button.dataset.toastUndo = undo;
    if (act) button.addEventListener("click", act);
    if (label) button.textContent = label;
  }
  place.append(element);
  while (place.children.length > 4) place.firstElementChild.remove();
  lift(place);
  wait(element, undo || act || tone === "bad" ? LONG : SHORT);
};

document.addEventListener("toast", ({ detail }) => detail?.text && toast(detail));
on("click", "[data-toast-close]", (button) => leave(button.closest("[data-toast]")));
on("click", "[data-toast-undo]", (button) => {
  const url = button.dataset.toastUndo;
  leave(button.closest("[data-toast]"));
  if (url) htmx.ajax("POST", url, { source: document.body, swap: "none" });
});
on("click", "[data-toast-say]", ({ dataset }) => toast({ text: dataset.toastSay, undo: dataset.toastUndoUrl }));

const waiting = all("#toasts > [data-toast]");
if (waiting.length) {
  lift(byId("toasts"));
  waiting.forEach((element) => wait(element, element.querySelector("[data-toast-undo]") ? LONG : SHORT));
}
window.addEventListener("offline", () => toast({ text: gettext("You are offline. What you type is kept."), tone: "bad" }));
