/* The side panel: `data-panel` links open there first; the arrow or Enter makes the record a page, Esc or Back closes. */
import { all, byId, isPhone, isPlainClick, on } from "./text.js";

const frame = byId("panel-frame");
const panel = byId("panel");
let shown = "";
let opener = null;

const mark = () => all("[data-row]").forEach((row) => row.toggleAttribute("aria-current", row.dataset.row === shown));

const load = (url) => {
  shown = url;
  mark();
  byId("panel-open").setAttribute("href", url);
  return htmx.ajax("GET", url, { source: panel, target: panel, swap: "innerHTML" });
};

/** Shows the record at `url`; a phone goes to its page. */
export const openPanel = (url, from = null) => {
  if (!frame || isPhone()) {
    location.assign(url);
    return;
  }
  if (isOpen() && shown === url) {
    closePanel();
    return;
  }
  opener = from ?? document.activeElement;
  const address = `${location.pathname}${location.search}#panel=${encodeURIComponent(url)}`;
  if (isOpen()) history.replaceState({ panel: url }, "", address);
  else history.pushState({ panel: url }, "", address);
  frame.hidden = false;
  load(url);
};

export const isOpen = () => Boolean(frame) && !frame.hidden;
export const panelUrl = () => shown;

const hide = () => {
  frame.hidden = true;
  panel.replaceChildren();
  shown = "";
  mark();
  if (opener?.isConnected) opener.focus({ preventScroll: true });
};

export const closePanel = () => {
  if (!isOpen()) return;
  if (history.state?.panel) history.back();
  else {
    history.replaceState(null, "", location.pathname + location.search);
    hide();
  }
};

on("click", "a[data-panel]", (link, event) => {
  if (!isPlainClick(event) || isPhone() || !frame) return;
  event.preventDefault();
  if (!panel.contains(link)) openPanel(link.getAttribute("href"), link);
  else location.assign(link.href);
});
on("click", "[data-panel-close]", closePanel);

// Registered before htmx looks at the history, so that closing the panel fetches nothing.
window.addEventListener("popstate", (event) => {
  if (isOpen() && !event.state?.panel) {
    hide();
    event.stopImmediatePropagation();
  } else if (event.state?.panel && frame) {
    frame.hidden = false;
    load(event.state.panel);
    event.stopImmediatePropagation();
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === panel) panel.scrollTop = 0;
  else if (isOpen()) mark();
});

const wanted = new URLSearchParams(location.hash.slice(1)).get("panel");
if (wanted?.startsWith("/") && !wanted.startsWith("//") && frame && !isPhone()) {
  frame.hidden = false;
  load(wanted);
}
