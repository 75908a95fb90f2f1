/* Quick create: a number chooses, arrows walk. */
const items = () => [...document.querySelectorAll("#dialog[open] [data-quick-key]")];

document.addEventListener("keydown", (event) => {
  const all = items();
  if (!all.length || event.ctrlKey || event.metaKey || event.altKey) return;
  const number = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (number) {
    event.preventDefault();
    all[Number(number[1]) - 1]?.click();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step) {
    event.preventDefault();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  }
});
