/* What is typed into `form[data-draft]` outlives a closed dialog, a lost session and a reload of the tab. */
import { gettext, make } from "./text.js";

const SKIPPED = new Set(["csrfmiddlewaretoken", "version", "idempotency_key"]);
const key = (form) => `draft:${document.body.dataset.user ?? ""}:${form.dataset.draft}`;

const values = (form) =>
  [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIPPED.has(name) && form.elements[name]?.type !== "password");
const snapshot = (form) => JSON.stringify(values(form));

const begun = new WeakMap();

/** Remembers how the form looked when it came. */
export const watch = (form) => begun.set(form, snapshot(form));

/** Whether something was typed since. */
export const isDirty = (form) => begun.has(form) && begun.get(form) !== snapshot(form);

export const forget = (form) => {
  sessionStorage.removeItem(key(form));
  begun.delete(form);
};

const put = (form, name, saved) => {
  const field = form.elements[name];
  const fields = field instanceof RadioNodeList ? [...field] : [field];
  fields.filter(Boolean).forEach((element, index) => {
    if (element.type === "hidden" || element.type === "file") return;
    if (element.type === "checkbox" || element.type === "radio") element.checked = saved.includes(element.value);
    else if (element.multiple) [...element.options].forEach((option) => { option.selected = saved.includes(option.value); });
    else if (saved[index] !== undefined) element.value = saved[index];
  });
};

/** Gives back what was typed before; says so, and offers to begin anew. With `data-draft-newest` the form itself is newer. */
export const restore = (form) => {
  if ("draftNewest" in form.dataset) sessionStorage.setItem(key(form), snapshot(form));
  const saved = sessionStorage.getItem(key(form));
  watch(form);
  if (!saved || saved === snapshot(form) || form.querySelector("[aria-invalid=true]")) return;
  const pairs = JSON.parse(saved);
  const names = new Set([...pairs.map(([name]) => name), ...values(form).map(([name]) => name)]);
  names.forEach((name) => put(form, name, pairs.filter(([each]) => each === name).map(([, value]) => value)));
  const note = make("p", "callout callout--accent", gettext("Your draft is back."));
  const anew = make("button", "link", gettext("Begin anew"));
  anew.type = "button";
  anew.addEventListener("click", () => { form.reset(); forget(form); watch(form); note.remove(); });
  note.append(" ", anew);
  (form.querySelector(".dialog__body") ?? form).prepend(note);
};

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  if (form && isDirty(form)) sessionStorage.setItem(key(form), snapshot(form));
});

// A form sent the plain way: its draft goes when the next page comes without that form.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset?.draft) sessionStorage.setItem("draft-sent", key(form));
});
const sent = sessionStorage.getItem("draft-sent");
if (sent) {
  sessionStorage.removeItem("draft-sent");
  const back = [...document.querySelectorAll("form[data-draft]")].some((form) => key(form) === sent);
  if (!back && !document.querySelector("form [name=password]")) sessionStorage.removeItem(sent);
}
document.querySelectorAll("form[data-draft]").forEach(restore);
