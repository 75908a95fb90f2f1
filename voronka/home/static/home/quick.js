/* Quick create: Enter makes what the line says, Alt and a number chooses a form, arrows walk over the forms. */
const items = () => [...document.querySelectorAll("#dialog[open] [data-quick-key]")];

document.addEventListener("keydown", (event) => {
  const all = items();
  if (!all.length || event.ctrlKey || event.metaKey || event.isComposing) return;
  const isTyping = event.target.matches("input, textarea, select");
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (number && (event.altKey || !isTyping)) {
    event.preventDefault();
    all[Number(number[1]) - 1]?.click();
    return;
  }
  const isText = event.target.matches("[data-quick-text]");
  if (event.code === "Enter" && isText && !event.shiftKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step && (!isTyping || (isText && !event.target.value))) {
    event.preventDefault();
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? 0 : (at + step + all.length) % all.length].focus();
  }
});

// A text with lines (a signature) gets the room that it needs.
document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-quick-text]")) target.rows = Math.min(8, Math.max(2, target.value.split("\n").length));
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-swap]");
  if (!button) return;
  const part = (name) => button.closest("[data-part]").querySelector(`[name="person-${name}"]`);
  const [first, last] = [part("first_name"), part("last_name")];
  [first.value, last.value] = [last.value, first.value];
});
