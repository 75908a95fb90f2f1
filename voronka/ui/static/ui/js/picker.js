/* Choosing a record by typing: Tom Select over a look-up that answers JSON `[{value, text, hint}]`. */
import "../../vendor/tom-select.js";
import { gettext, make } from "./text.js";

const found = async (url, wanted) => {
  const address = new URL(url, location.href);
  address.searchParams.set("q", wanted);
  const answer = await fetch(address, { headers: { Accept: "application/json", "HX-Request": "true" }, credentials: "same-origin" });
  const body = answer.ok ? await answer.json() : [];
  return Array.isArray(body) ? body : body.results ?? body.items ?? [];
};

const option = ({ text, hint }) => {
  const row = make("div", "option");
  row.append(make("span", "", text));
  if (hint) row.append(make("span", "option__hint", hint));
  return row;
};
const notice = (text) => () => make("div", "no-results", text);

/** Makes a picker of `select[data-picker]`. */
export const start = (select) => {
  if (select.tomselect) return;
  const { url, placeholder } = select.dataset;
  const create = select.hasAttribute("data-create");
  const picker = new globalThis.TomSelect(select, {
    valueField: "value", labelField: "text", searchField: url ? [] : ["text"],
    maxOptions: 50, placeholder: placeholder || undefined, create, createOnBlur: create, closeAfterSelect: !select.multiple,
    hidePlaceholder: true, allowEmptyOption: false, preload: url ? "focus" : false, loadThrottle: 150, maxItems: select.multiple ? null : 1,
    load: url ? (wanted, done) => found(url, wanted).then(done, () => done()) : undefined,
    shouldLoad: () => true,
    onItemAdd() { this.setTextboxValue(""); this.refreshOptions(false); },
    render: {
      option, item: ({ text }) => make("div", "item", text),
      option_create: ({ input }) => make("div", "create", `${gettext("Add")}: ${input}`),
      no_results: notice(gettext("Nothing found")), loading: () => make("div", "spinner", gettext("Searching…")),
    },
  });
  select.setAttribute("aria-hidden", "true"); // its label names the input of the picker now
  if (url) picker.on("type", () => picker.clearOptions((each) => picker.items.includes(String(each.value))));
  if (select.closest("form[data-inline]")) picker.focus();
  picker.control_input.addEventListener("keydown", (event) => {
    if (event.code === "Escape" && picker.isOpen) event.stopPropagation();
    if (event.code === "Backspace" && !select.multiple && !picker.control_input.value) picker.clear();
  });
};

document.addEventListener("htmx:beforeCleanupElement", (event) => event.target.tomselect?.destroy());
