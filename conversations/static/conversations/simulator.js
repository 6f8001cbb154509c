// Without this script every button loads the page anew; with it the page stays where it is.
"use strict";

const root = document.getElementById("simulator");

function settle(isFirst) {
  const log = document.getElementById("log");
  if (log) log.scrollTop = log.scrollHeight;
  const words = document.getElementById("words");
  if (words && !isFirst) words.focus({ preventScroll: true });
  const reasons = root.querySelector(".reasons");
  const newest = reasons && [...reasons.querySelectorAll("details.why")].pop();
  if (newest && reasons.scrollHeight > reasons.clientHeight) {
    reasons.scrollTop = newest.offsetTop - reasons.offsetTop - 8;
  }
}

function open(id) {
  const target = id && document.getElementById(id);
  if (target && target.tagName === "DETAILS") {
    target.open = true;
    target.scrollIntoView({ block: "nearest" });
  }
}

async function send(form, button) {
  const data = new FormData(form);
  if (button && button.name) data.append(button.name, button.value);
  root.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById("simulator");
    if (!fresh) throw new Error("no simulator in the answer");
    root.replaceChildren(...fresh.childNodes);
    settle(false);
  } catch {
    const note = document.createElement("p");
    note.className = "callout bad";
    note.setAttribute("role", "alert");
    note.textContent = "That did not work: the server could not be reached, or you are no longer signed in.";
    root.prepend(note);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

root.addEventListener("submit", (event) => {
  // Saving shows a message of the admin's own, outside of this page's part.
  if (event.target.enctype === "multipart/form-data" || event.target.querySelector("[name=save]")) return;
  event.preventDefault();
  if (root.hasAttribute("aria-busy")) return;
  send(event.target, event.submitter);
});

root.addEventListener("keydown", (event) => {
  if (event.target.id !== "words" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

root.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#why-"]');
  if (link) open(link.hash.slice(1));
});

settle(true);
open(location.hash.slice(1));
