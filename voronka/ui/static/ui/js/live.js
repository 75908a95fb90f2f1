/* Live events: the server says `{kind, id, verb}`, whatever shows that record (`data-live="deal"` or `"deal:15"`) fetches itself anew. */
import { all, isTyping } from "./text.js";

const PAUSE = 250;
const url = document.body.dataset.liveUrl;
let source = null;
let delay = 1000;
let lost = false;
let timer = 0;
const due = new Set();

// Somebody is at work here, or is asked which of two values to keep: what stands on the screen must stay.
const BUSY = "form[data-inline], [data-clash], .sortable-chosen, :popover-open";
const isBusy = (element) =>
  element.querySelector(BUSY) !== null || (element.contains(document.activeElement) && isTyping());

const refresh = () => {
  timer = 0;
  if (document.hidden) return;
  for (const element of due) {
    if (element.isConnected && isBusy(element)) {
      timer ||= setTimeout(refresh, 2000);
      continue;
    }
    due.delete(element);
    if (element.isConnected) htmx.trigger(element, "live");
  }
};

// Work may have begun while the answer was under way: it comes again later.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { elt, requestConfig, xhr } = detail;
  if (requestConfig.triggeringEvent?.type !== "live") return;
  if (xhr.status === 404) { // taken away or deleted, as the answer says: it stays as it was last seen
    detail.isError = false;
    elt.removeAttribute("data-live");
  } else if (isBusy(elt)) {
    detail.shouldSwap = false;
    due.add(elt);
    timer ||= setTimeout(refresh, 2000);
  }
});

// The head of a card comes beside its fields: not over what somebody is editing there.
document.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (detail.target.closest(".card-head") && (detail.target.matches(BUSY) || isBusy(detail.target))) detail.shouldSwap = false;
});

// Of many changed records (no id) any may be shown; after a pause of the server (`*`) everything may be stale.
const shows = (element, { kind, id }) =>
  kind === "*" ||
  element.dataset.live.split(" ").some((wanted) => wanted === kind || (id ? wanted === `${kind}:${id}` : wanted.startsWith(`${kind}:`)));

const soon = (elements) => {
  elements.forEach((element) => due.add(element));
  timer ||= setTimeout(refresh, PAUSE);
};

/** Marks everything that shows the record; many events within a blink make one request. */
export const changed = (event) => soon(all("[data-live]").filter((element) => !event || shows(element, event)));

// What is `data-underway` may have ended between the making of the page and the first word that is heard.

const listen = () => {
  clearTimeout(listen.timer);
  if (source || !url || document.hidden) return;
  source = new EventSource(url);
  source.onopen = () => {
    delay = 1000;
    if (lost) changed(null);
    else soon(all("[data-live][data-underway]"));
    lost = false;
  };
  source.onmessage = ({ data }) => {
    try {
      changed(JSON.parse(data));
    } catch { /* not for us */ }
  };
  source.onerror = () => {
    lost = true;
    if (source?.readyState !== EventSource.CLOSED) return;
    hangUp();
    listen.timer = setTimeout(listen, delay);
    delay = Math.min(delay * 2, 60000);
  };
};

const hangUp = () => {
  source?.close();
  source = null;
};

// A hidden tab gives its connection back: a browser has six of them for one host.
let leaving = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(leaving);
  if (document.hidden) leaving = setTimeout(() => { lost = true; hangUp(); }, 30000);
  else { listen(); refresh(); }
});
window.addEventListener("pagehide", hangUp);
window.addEventListener("pageshow", listen);
document.addEventListener("changed", ({ detail }) => changed(detail));
listen();
