/* «New field…» in the list of what a column can mean opens a dialog; the field that is made there is chosen at once. */
import { openDialog } from "../ui/js/dialog.js";
import { all } from "../ui/js/text.js";

const NEW = "+";

const headingOf = (select) => select.closest("tr").querySelector("input[name=heading]").value;

// Caught on its way down, so that what is no meaning is not sent.
document.addEventListener("change", (event) => {
  const select = event.target instanceof Element && event.target.closest("[data-columns] select[name=column]");
  if (!select || select.value !== NEW) {
    if (select) select.dataset.chosen = select.value;
    return;
  }
  event.stopPropagation();
  select.value = select.dataset.chosen ?? select.querySelector("option[selected]")?.value ?? "";
  const url = new URL(select.closest("[data-columns]").dataset.newField, location.href);
  url.searchParams.set("heading", headingOf(select));
  openDialog(url.pathname + url.search, select);
}, true);

document.addEventListener("field-made", ({ detail }) => {
  for (const select of all("[data-columns] select[name=column]")) {
    const option = new Option(detail.label, detail.name);
    select.insertBefore(option, select.querySelector(`option[value="${NEW}"]`));
    if (headingOf(select) !== detail.heading) continue;
    select.value = detail.name;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
