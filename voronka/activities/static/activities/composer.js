/* The composer of a card: 1…5 choose the type, what is half-typed survives a reload. */

const KEPT = ["text", "step_title", "step_due", "minutes"];

document.addEventListener("keydown", (event) => {
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (!number || event.ctrlKey || event.altKey || event.metaKey || busy(event.target)) return;
  const form = document.querySelector("#panel:not([hidden]) [data-composer]") ?? document.querySelector("[data-composer]");
  const type = form?.querySelectorAll("[name=type]")[Number(number[1]) - 1];
  if (!type) return;
  event.preventDefault();
  type.checked = true;
  settle(form, true);
  form.elements.text.focus();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-composer]");
  if (form && event.target.name === "type") {
    settle(form, true);
    form.elements.text.focus();
  }
});

document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-composer]");
  if (!form) return;
  if (event.target.matches("[data-minutes-input]")) event.target.dataset.touched = "yes";
  if (form.dataset.draftKey) keep(form);
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt;
  if (form?.matches?.("[data-composer]") && event.detail.xhr.status === 200) sessionStorage.removeItem(place(form));
});

document.addEventListener("htmx:load", (event) => begin(event.target));
begin(document);

function begin(root) {
  for (const form of root.querySelectorAll?.("[data-composer]") ?? []) {
    if (form.dataset.draftKey) restore(form);
    settle(form, false);
    form.querySelector("[aria-invalid=true]")?.focus();
  }
}

function settle(form, isChosen) {
  const type = form.querySelector("[name=type]:checked");
  if (!type) return;
  form.querySelector("[data-direction]").hidden = !("directed" in type.dataset);
  const minutes = form.querySelector("[data-minutes-input]");
  if (isChosen && !minutes.dataset.touched) minutes.value = type.dataset.minutes;
}

function busy(element) {
  return element.closest("input, textarea, select, [contenteditable], dialog[open]") !== null || document.querySelector("dialog[open]") !== null;
}

function place(form) {
  return `composer:${form.dataset.draftKey}`;
}

function keep(form) {
  const draft = Object.fromEntries(KEPT.map((name) => [name, form.elements[name].value]));
  const type = form.querySelector("[name=type]:checked");
  if (draft.text || draft.step_title || draft.step_due) {
    sessionStorage.setItem(place(form), JSON.stringify({ ...draft, type: type?.value }));
  } else {
    sessionStorage.removeItem(place(form));
  }
}

function restore(form) {
  const kept = sessionStorage.getItem(place(form));
  if (!kept || form.elements.text.value || form.elements.step_title.value) return;
  const draft = JSON.parse(kept);
  for (const name of KEPT) form.elements[name].value = draft[name] ?? "";
  const type = form.querySelector(`[name=type][value="${CSS.escape(draft.type ?? "")}"]`);
  if (type) type.checked = true;
  form.elements.step_due.dispatchEvent(new Event("input", { bubbles: true }));
}
