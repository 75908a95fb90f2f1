/* A day or a moment typed in words: chips fill it, a calendar helps, what was understood is shown. */

const DELAY = 180;
const timers = new WeakMap();

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-when]");
  if (!box) return;
  const chip = event.target.closest("[data-when-set]");
  if (chip) put(box, chip.dataset.whenSet);
  if (event.target.closest("[data-when-open]")) box.querySelector("[data-when-native]").showPicker();
});

document.addEventListener("input", (event) => {
  const box = event.target.closest("[data-when]");
  if (!box) return;
  if (event.target.matches("[data-when-text]")) ask(box);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-when-native]") || !event.target.value) return;
  const [day, clock] = event.target.value.split("T");
  put(event.target.closest("[data-when]"), `${day.split("-").reverse().join(".")} ${clock}`);
});

function put(box, text) {
  const input = box.querySelector("[data-when-text]");
  input.value = input.value === text ? "" : text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function ask(box) {
  clearTimeout(timers.get(box));
  mark(box);
  timers.set(box, setTimeout(() => understand(box), DELAY));
}

function mark(box) {
  const text = box.querySelector("[data-when-text]").value.trim();
  for (const chip of box.querySelectorAll("[data-when-set]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.whenSet === text));
  }
}

async function understand(box) {
  const text = box.querySelector("[data-when-text]").value.trim();
  const said = box.querySelector("[data-when-said]");
  if (!text) {
    said.value = "";
    return;
  }
  const answer = await fetch(`${box.dataset.whenUrl}?text=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || text !== box.querySelector("[data-when-text]").value.trim()) return;
  const found = await answer.json();
  said.value = found.text;
  said.classList.toggle("when__said--past", Boolean(found.is_past));
}
