/* The board: cards are dragged by mouse and touch, moved by Shift + arrows or «Move to…»; the server may ask for more before it agrees. */
import "../../vendor/sortable.js";
import { bind } from "./keys.js";
import { place } from "./menu.js";
import { all, gettext, make, on } from "./text.js";

let moving = null;
let held = null;
let told = 0;

/* Keys and the menu of stages stay within a person's lane where there are such. */
const fieldOf = (card) => card.closest("[data-lane], [data-board]");
const columnOf = (card) => card.closest("[data-cards]");
const stageOf = (place) => place.closest("[data-column]").dataset.column;
const laneOf = (place) => place.closest("[data-lane]")?.dataset.lane;
const after = (card) => card.nextElementSibling;

/* The server has told what came of a move, or nobody waits for it any more. */
const end = () => {
  moving?.card.removeAttribute("data-moving");
  moving = null;
  told = performance.now();
  release();
};
const back = () => {
  if (!moving) return;
  const { card, from, before } = moving;
  if (from.isConnected) from.insertBefore(card, before?.parentElement === from ? before : null);
  end();
};

/* A drop says what it changes: in another column the stage, in another person's lane the owner. */
const send = (card, from, before) => {
  const url = card.dataset.move || columnOf(card).dataset.drop;
  if (!url) return;
  const values = { card: card.dataset.card, after: card.previousElementSibling?.dataset.card ?? "" };
  if (stageOf(card) !== stageOf(from)) values.stage = stageOf(card);
  if (laneOf(card) !== laneOf(from)) values.owner = laneOf(card);
  if (card.dataset.version) values.version = card.dataset.version;
  moving = { card, from, before };
  if ("owner" in values && !card.closest("[data-hand-over]")) return back();
  card.setAttribute("data-moving", "");
  htmx.ajax("POST", url, { source: card, target: "#dialog", swap: "innerHTML", values });
};

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!moving || detail.requestConfig?.elt !== moving.card) return;
  const { status } = detail.xhr;
  if (status >= 200 && status < 300 && !detail.xhr.responseText) {
    moving.card.dataset.version = detail.xhr.getResponseHeader("X-Version") ?? moving.card.dataset.version ?? "";
    end();
  } else if (![200, 409, 422].includes(status) || !document.getElementById("dialog").open) back();
});
document.addEventListener("dialog:closed", ({ detail }) => {
  if (detail.done) end();
  else back();
});

/* A board that comes anew brings as many cards of a column, or as many lanes, as were shown. */
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.matches?.("[data-board]") || detail.triggeringEvent?.type !== "live") return;
  const lanes = all("[data-lane]", detail.elt).length;
  detail.parameters.size = lanes || Math.max(...all("[data-cards]", detail.elt).map((cards) => all("[data-card]", cards).length));
});

/* A board that comes anew waits while a card is on its way; one that was asked for before the last word is old. */
document.addEventListener("htmx:beforeSend", ({ detail }) => { detail.xhr.asked = performance.now(); });
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!detail.target?.matches?.("[data-board]") || !(moving || detail.xhr.asked < told)) return;
  detail.shouldSwap = false;
  held = detail.target;
  if (!moving) release();
});
const release = () => {
  if (held?.isConnected) htmx.trigger(held, "live");
  held = null;
};

/** Puts a card to another column of the same board, as if it were dragged. */
const moveTo = (card, column) => {
  const from = columnOf(card);
  const to = column?.querySelector("[data-cards]");
  if (!to || to === from) return;
  const before = after(card);
  to.prepend(card);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  send(card, from, before);
};

const shift = (by) => {
  const card = document.activeElement?.closest("[data-card]") ?? document.querySelector("[data-card][data-current]");
  if (!card) return false;
  const columns = all("[data-column]", fieldOf(card));
  moveTo(card, columns[columns.indexOf(card.closest("[data-column]")) + by]);
  return true;
};
const group = gettext("Lists and boards");
bind({ code: "ArrowRight", shift: true, keys: "Shift →", label: gettext("Card to the next stage"), group, run: () => shift(1) });
bind({ code: "ArrowLeft", shift: true, keys: "Shift ←", label: gettext("Card to the previous stage"), group, run: () => shift(-1) });

on("click", "[data-move-menu]", (button) => {
  const card = button.closest("[data-card]");
  const list = make("div", "menu__list");
  list.popover = "auto";
  const offer = (place, name, column) => {
    const item = make("button", "menu__item", name);
    item.type = "button";
    item.disabled = place.contains(card);
    item.addEventListener("click", () => { list.hidePopover(); moveTo(card, column); });
    list.append(item);
  };
  list.append(make("div", "menu__heading", gettext("Move to")));
  all("[data-column]", fieldOf(card)).forEach((column) => offer(column, column.getAttribute("aria-label"), column));
  const lanes = card.closest("[data-hand-over]") ? all("[data-lane]", card.closest("[data-board]")) : [];
  if (lanes.length > 1) list.append(make("div", "menu__heading", gettext("Give to")));
  if (lanes.length > 1) lanes.forEach((lane) => offer(lane, lane.dataset.name, lane.querySelector(`[data-column="${stageOf(card)}"]`)));
  list.addEventListener("toggle", (event) => event.newState === "closed" && list.remove());
  document.body.append(list);
  list.showPopover();
  place(list, button);
  list.querySelector(".menu__item:enabled")?.focus();
});

/** Makes the columns of `[data-board]` take cards from each other. */
export const start = (board) => all("[data-cards]", board).forEach((cards) => {
  if (globalThis.Sortable.get(cards)) return;
  let before = null;
  globalThis.Sortable.create(cards, {
    group: "cards", animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150, draggable: "[data-card]",
    delay: 180, delayOnTouchOnly: true, touchStartThreshold: 6, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 5,
    filter: "[data-move-menu]", preventOnFilter: false, scrollSensitivity: 80, bubbleScroll: true, emptyInsertThreshold: 40,
    onStart: ({ item }) => { before = after(item); board.setAttribute("data-dragging", ""); },
    onEnd: ({ item, from, to }) => { board.removeAttribute("data-dragging"); if (from !== to) send(item, from, before); },
  });
});
["htmx:afterSwap", "htmx:afterSettle"].forEach((when) => document.addEventListener(when, () => all("[data-board]").forEach(start)));
