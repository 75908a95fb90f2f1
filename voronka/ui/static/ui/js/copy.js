/* Copies what a button carries in `data-copy`; without a secure connection, the field beside it. */
import { gettext, on } from "./text.js";
import { toast } from "./toast.js";

const copy = async (button) => {
  if (navigator.clipboard) return navigator.clipboard.writeText(button.dataset.copy);
  button.parentElement.querySelector("input")?.select();
  return document.execCommand("copy");
};

on("click", "[data-copy]", async (button) => {
  await copy(button);
  toast({ text: gettext("Copied."), tone: "good" });
});
