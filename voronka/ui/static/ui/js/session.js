/* An expired session: one signs in over the page, and what was being sent goes on; nothing typed is lost. */
import { all, byId, cookie, gettext, make } from "./text.js";
import { toast } from "./toast.js";

let waiting = [];

const renew = () => {
  const token = cookie("csrftoken");
  if (token) all("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
};

const goOn = () => {
  const again = waiting;
  waiting = [];
  renew();
  again.forEach(({ elt, verb, path, target, triggeringEvent }) => {
    if (elt?.isConnected && triggeringEvent?.type) htmx.trigger(elt, triggeringEvent.type);
    else if (verb === "get") htmx.ajax("GET", path, { target });
  });
  toast({ text: gettext("You are signed in again."), tone: "good" });
};

const signIn = async (form) => {
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form), credentials: "same-origin",
    headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") ?? "" },
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) return body.form?.errors?.[0] ?? Object.values(body.form?.fields ?? {}).flatMap((field) => field.errors)[0] ?? gettext("Could not sign in.");
  if (body.location?.includes("/2fa/")) window.open(body.location, "_blank");
  return "";
};

const ask = (url) => {
  const old = byId("signin");
  if (old?.open) return;
  old?.remove();
  const box = byId("signin-template")?.content.firstElementChild.cloneNode(true);
  if (!box) {
    location.assign(url);
    return;
  }
  document.body.append(box);
  const form = box.querySelector("form");
  const error = make("p", "field__error");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.textContent = await signIn(form);
    if (error.textContent) {
      form.querySelector(".dialog__body").append(error);
      form.elements.password.select();
    } else {
      box.close();
      box.remove();
      goOn();
    }
  });
  box.showModal();
  form.elements.password.focus();
};

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status !== 401) return;
  event.preventDefault();
  waiting.push(requestConfig);
  ask(xhr.getResponseHeader("X-Sign-In") ?? "/");
});
