/* The form of a legal entity shows what its form of law has; bank accounts are added to it row by row. */
import { all, on } from "../ui/js/text.js";

/** Shows and sends only what the chosen form of law has; hidden inputs keep what was typed. */
const fit = (form) => {
  const chosen = form.elements.legal_form?.value;
  for (const piece of all("[data-for]", form)) {
    const forms = piece.dataset.for.split(" ");
    const filled = all("input, select", piece).some((one) => one.value && !one.closest("[data-accounts]"));
    piece.hidden = chosen ? !forms.includes(chosen) : forms.length === 1 && !filled;
    if (!piece.closest("[data-accounts]")) all("input, select", piece).forEach((one) => { one.disabled = piece.hidden; });
  }
};

const guess = (form) => {
  const { legal_form: chosen, inn } = form.elements;
  if (chosen && inn && !chosen.value && inn.value.replace(/\D/g, "").length === 12) chosen.value = "sole";
};

on("change", "[data-legal-entity] [name=legal_form]", (select) => fit(select.form));
on("input", "[data-legal-entity] [name=inn]", (input) => { guess(input.form); fit(input.form); });
on("click", "[data-account-add]", (button) => {
  const list = button.closest("[data-accounts]");
  button.before(list.querySelector("template").content.cloneNode(true));
  const added = all("fieldset", list).at(-1);
  fit(button.form);
  added.querySelector("input").focus();
});
on("click", "[data-account-remove]", (button) => {
  const { form } = button;
  button.closest("fieldset").remove();
  form.dispatchEvent(new Event("input", { bubbles: true }));
});

/* Enter behind an INN looks the company up, as long as it has no name yet. */
document.addEventListener("keydown", (event) => {
  const { target: input } = event;
  if (event.code !== "Enter" || event.ctrlKey || event.metaKey || !input.matches?.("[data-legal-entity] [name=inn]")) return;
  const button = input.form.querySelector("[data-look-up]");
  if (!button || !input.value.trim() || input.form.elements.name.value) return;
  event.preventDefault();
  button.click();
});

/* A value of the register takes the place of one's own. */
on("click", "[data-legal-entity] [data-take]", (button) => {
  const input = button.form.elements[button.dataset.take];
  if (!input) return;
  input.value = button.dataset.value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
  button.closest("li").remove();
  input.focus();
});

/* A pasted block fills the form at once. */
on("paste", "[data-legal-entity] [name=pasted]", (area) =>
  setTimeout(() => area.form.querySelector("[data-read-pasted]").click()));

const start = (root) => all("form[data-legal-entity]", root).forEach(fit);
start(document);
document.addEventListener("htmx:load", (event) => start(event.target.closest?.("form[data-legal-entity]")?.parentElement ?? event.target));
