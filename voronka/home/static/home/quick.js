/* Quick create: Enter makes what the line says, Alt and a number chooses a form (0 lets the open record go), arrows walk. */
import { watch } from "../ui/js/drafts.js";

const items = () => [...document.querySelectorAll("#dialog[open] [data-quick-key]")];

// What is typed is no longer about the record that is open; the preview is made anew.
const detach = () => {
  const about = document.querySelector("#dialog[open] [data-quick-about]");
  if (!about) return false;
  const text = about.closest("form").querySelector("[data-quick-text]");
  about.remove();
  if (text.value) htmx.trigger(text, "anew");
  else watch(text.form);
  text.focus();
  return true;
};

document.addEventListener("keydown", (event) => {
  const all = items();
  if (!all.length || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (/^(?:Digit|Numpad)0$/.test(event.code) && event.altKey && detach()) return event.preventDefault();
  if (event.code === "Backspace" && event.target.matches("[data-quick-text]") && !event.target.value && detach()) return event.preventDefault();
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
  if (target.closest?.("[data-quick-detach]")) return detach();
  const button = target.closest?.("[data-swap]");
  if (!button) return;
  const part = (name) => button.closest("[data-part]").querySelector(`[name="person-${name}"]`);
  const [first, last] = [part("first_name"), part("last_name")];
  [first.value, last.value] = [last.value, first.value];
});
