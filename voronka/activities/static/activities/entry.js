/* A card opened at an entry of its history (`#entry-15`): the entry is fetched where the first page does not have it. */

const WANTED = /^#entry-(\d+)$/;

const show = (entry) => {
  entry.classList.add("entry--sought");
  entry.scrollIntoView({ block: "center" });
};

const open = async () => {
  const wanted = WANTED.exec(location.hash);
  const box = document.querySelector(".history__found");
  if (!wanted || !box) return;
  const id = location.hash.slice(1);
  if (!document.getElementById(id)) {
    const [address] = box.getAttribute("hx-get").split("?");
    await htmx.ajax("GET", `${address}?entry=${wanted[1]}`, { target: box, swap: "outerHTML" });
  }
  const entry = document.getElementById(id);
  if (entry) show(entry);
};

addEventListener("hashchange", open);
open();
