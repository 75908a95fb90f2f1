/* Keys of the queue of duplicates (J and K go along it, M merges, X parts) and of a merge (1…5 take a whole card). */
import { all } from "../ui/js/text.js";

const groups = () => all("[data-pair]");
const current = () => groups().find((each) => "now" in each.dataset);

const stand = (group, { quietly = false } = {}) => {
  groups().forEach((each) => delete each.dataset.now);
  if (!group) return;
  group.dataset.now = "";
  group.focus({ preventScroll: true });
  if (!quietly) group.scrollIntoView({ block: "nearest" });
};
const go = (step) => {
  const known = groups();
  const at = known.indexOf(current());
  stand(known[Math.min(Math.max(at + step, 0), known.length - 1)]);
};
const part = () => {
  const group = current() ?? groups()[0];
  const next = group?.nextElementSibling?.matches("[data-pair]") ? group.nextElementSibling : group?.previousElementSibling;
  group?.querySelector("[data-different]")?.click();
  stand(next);
};
const merge = () => (current() ?? groups()[0])?.querySelector("[data-merge]")?.click();

/* Every value of one card, and that card stays; lists that join stay joined. */
const take = (pk) => {
  const form = document.querySelector("[data-merging]");
  all("input[type=radio]", form).forEach((each) => {
    const joins = form.querySelector(`input[name="${each.name}"][value="all"]`);
    if (each.value === pk && !joins) each.checked = true;
  });
};
const takeNth = (number) => document.querySelectorAll("[data-take]")[number - 1]?.click();

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-take]");
  if (button) take(button.dataset.take);
  const group = event.target.closest?.("[data-pair]");
  if (group && !("now" in group.dataset)) groups().forEach((each) => (each === group ? (each.dataset.now = "") : delete each.dataset.now));
});

const QUEUE = { KeyJ: () => go(1), KeyK: () => go(-1), KeyM: merge, KeyX: part };
const MERGE = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`Digit${number}`, () => takeNth(number)]));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
  const keys = document.querySelector("[data-duplicates]") ? QUEUE : document.querySelector("[data-merging]") ? MERGE : {};
  if (!keys[event.code]) return;
  event.preventDefault();
  keys[event.code]();
});

/* The first group is at hand as soon as the queue stands; what one comes back to as well. */
if (matchMedia("(pointer: fine)").matches && groups().length) stand(groups()[0], { quietly: true });
