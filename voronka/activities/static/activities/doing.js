/* A task done in place: Enter in the result does it, Esc closes the short form. */

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("[data-doing]");
  if (!form) return;
  if (event.code === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    form.querySelector("[data-doing-cancel]").click();
  }
  if (event.code === "Enter" && event.target.name === "result" && !event.shiftKey && !event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const rows = event.target.parentElement ?? document;
  const places = ["[aria-invalid=true]", "textarea", "[data-doing-cancel]"]; // the last one where an answer is asked
  places.map((place) => rows.querySelector(`[data-doing] ${place}`)).find(Boolean)?.focus();
});
