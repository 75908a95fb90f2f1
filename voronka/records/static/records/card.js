/* Cards everywhere: rows of phones and letters, links within fields, the way along the list one came from. */
import { bind } from "../ui/js/keys.js";
import { all, byId, gettext, on } from "../ui/js/text.js";

/* Several phones or letter boxes. */
on("click", "[data-several-add]", (button) => {
  const row = button.parentElement.querySelector("template").content.firstElementChild.cloneNode(true);
  button.before(row);
  row.querySelector("input").focus();
});
on("click", "[data-several-remove]", (button) => {
  const row = button.closest(".several__row");
  const near = row.previousElementSibling ?? row.nextElementSibling;
  const form = row.closest("form");
  row.remove();
  (near?.querySelector("input") ?? form?.querySelector("input:not([type=hidden])"))?.focus();
  form?.dispatchEvent(new Event("input", { bubbles: true }));
});

/* A link within a field that is edited in place is followed; the field stays as it is. */
document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (elt.matches?.("[data-edit]") && triggeringEvent?.target?.closest?.("a") && elt.contains(triggeringEvent.target.closest("a"))) event.preventDefault();
});

/* The list one came from: its rows are remembered when it is left, Ctrl ↑ and ↓ walk along them. */
const TRAIL = "trail";
const addressOf = (row) => (row.dataset.row.startsWith("/") ? row.dataset.row : row.querySelector("a[data-open], a[href]")?.getAttribute("href"));

window.addEventListener("pagehide", () => {
  const rows = all("[data-list] [data-row]").map(addressOf).filter(Boolean);
  if (rows.length) sessionStorage.setItem(TRAIL, JSON.stringify({ list: location.pathname + location.search, rows }));
});

const trail = JSON.parse(sessionStorage.getItem(TRAIL) ?? "null");
const at = trail?.rows.indexOf(location.pathname) ?? -1;
const walk = (by) => {
  const next = at < 0 ? null : trail.rows[at + by];
  if (next) location.assign(next);
  return Boolean(next);
};

if (at >= 0 && document.querySelector(".card-head--page")) {
  const place = document.querySelector("[data-trail]");
  place.hidden = false;
  place.querySelector("[data-trail-previous]").disabled = at === 0;
  place.querySelector("[data-trail-next]").disabled = at === trail.rows.length - 1;
  document.querySelector("[data-trail-list]")?.setAttribute("href", trail.list);
}
on("click", "[data-trail-previous]", () => walk(-1));
on("click", "[data-trail-next]", () => walk(1));
bind({ code: "ArrowUp", ctrl: true, keys: "Ctrl ↑", label: gettext("Previous record"), group: gettext("Cards"), run: () => walk(-1) });
bind({ code: "ArrowDown", ctrl: true, keys: "Ctrl ↓", label: gettext("Next record"), group: gettext("Cards"), run: () => walk(1) });

/* On a phone one column is shown at a time; «Write down» at the thumb opens the column that one writes in. */
const show = (card, part) => {
  card.dataset.shown = part;
  all("[data-part]", card).forEach((each) => (each.dataset.part === part ? each.setAttribute("aria-current", "true") : each.removeAttribute("aria-current")));
};
on("click", "[data-part]", (button) => show(button.closest(".card"), button.dataset.part));
on("click", "[data-write]", (button) => {
  const card = (button.closest(".card-inside") ?? document).querySelector(".card");
  show(card, "middle");
  card.querySelector(".card__middle textarea")?.focus();
});

/* What was unfolded stays unfolded on the next card. */
document.addEventListener("toggle", (event) => {
  const { remember } = event.target.dataset ?? {};
  if (!remember) return;
  if (event.target.open) localStorage.setItem(remember, "1");
  else localStorage.removeItem(remember);
}, true);
const unfold = (root) => all("details[data-remember]", root).forEach((each) => { each.open = localStorage.getItem(each.dataset.remember) === "1"; });
unfold(document);
document.addEventListener("htmx:load", (event) => event.target !== document.body && unfold(event.target));

/* Enter makes the record in the side panel a page, when nothing else has the key. */
bind({ code: "Enter", run: () => {
  const frame = byId("panel-frame");
  if (!frame || frame.hidden || !frame.contains(document.activeElement)) return false;
  location.assign(byId("panel-open").href);
  return true;
} });
