/* Translated text of the scripts, and the few questions about the page that every module asks. */
export const gettext = (message) => globalThis.django?.gettext?.(message) ?? message;
export const ngettext = (one, many, count) => globalThis.django?.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
export const say = (message, values) => message.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

/** «1 234,5»: thousands parted by no-break spaces, the decimal mark of the page's language, a true minus; as the server writes it. */
export const grouped = (value, digits = 2) => {
  const said = value.toLocaleString("ru-RU", { maximumFractionDigits: digits }).replace("-", "−");
  return document.documentElement.lang.startsWith("en") ? said.replace(",", ".") : said;
};

export const byId = (id) => document.getElementById(id);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];
export const cookie = (name) => document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
export const isPhone = () => matchMedia("(width < 48rem)").matches;
export const isTyping = (element = document.activeElement) =>
  Boolean(element?.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], trix-editor"));

/** Runs `action(element, event)` when something matching `selector` gets `type`, now or in fragments that come later. */
export const on = (type, selector, action, options) =>
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element && event.target.closest(selector);
    if (element) action(element, event);
  }, options);

/** A click that the browser should handle itself: another tab, another button. */
export const isPlainClick = (event) => event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);

/** Draws an icon of the sprite that the page already uses. */
export const icon = (name, size = 16) => {
  const known = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0] ?? "";
  const holder = document.createElement("template");
  holder.innerHTML = `<svg class="icon" width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true"><use href="${known}#${name}"></use></svg>`;
  return holder.content.firstElementChild;
};

/** An element with classes and text. */
export const make = (tag, className = "", text = "") => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
};
