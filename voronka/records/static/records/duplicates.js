// Keys of the queue of duplicates: J and K go through the pairs, M merges, X says that they are different.

const pairs = () => [...document.querySelectorAll("[data-pair]")];

function current() {
  const all = pairs();
  return all.find((one) => one.contains(document.activeElement)) ?? null;
}

function go(step) {
  const all = pairs();
  const next = all[Math.min(Math.max(all.indexOf(current()) + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const KEYS = {
  KeyJ: () => go(1),
  KeyK: () => go(-1),
  KeyM: () => (current() ?? pairs()[0])?.querySelector("[data-merge]")?.click(),
  KeyX: () => {
    const pair = current() ?? pairs()[0];
    const next = pair?.nextElementSibling ?? pair?.previousElementSibling;
    pair?.querySelector("[data-different]")?.click();
    next?.focus?.();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (!document.querySelector("[data-duplicates]") || !KEYS[event.code]) return;
  event.preventDefault();
  KEYS[event.code]();
});
