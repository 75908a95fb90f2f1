/* A file that is dropped or chosen is sent at once; a long table that is pasted goes as a file, for fields must be short. */
const LONG = 1_000_000;

for (const form of document.querySelectorAll("form[data-drop]")) {
  const zone = form.querySelector(".drop");
  const input = form.querySelector("input[type=file]");
  const over = (on) => zone.classList.toggle("drop--over", on);

  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  zone.addEventListener("dragleave", () => over(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  input.addEventListener("change", () => input.files.length && form.requestSubmit());

  const pasted = form.querySelector("textarea[name=pasted]");
  pasted.addEventListener("input", () => pasted.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    if (pasted.value.length <= LONG || new Blob([pasted.value]).size <= Number(pasted.dataset.most)) return;
    event.preventDefault();
    pasted.setCustomValidity(pasted.dataset.tooLong);
    pasted.reportValidity();
  });
  form.addEventListener("formdata", ({ formData }) => {
    const text = formData.get("pasted");
    if (text.length > LONG) formData.set("pasted", new Blob([text], { type: "text/plain" }), "pasted.txt");
  });
}
