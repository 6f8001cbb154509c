// The operators' inbox: puts news into the page, sends what is typed, counts the window down.
// Without this the page works by reloading.
"use strict";

const inbox = document.getElementById("inbox");
const chat = document.getElementById("chat");
const piece = (name) => inbox.querySelector(`[data-piece="${name}"]`);
const said = document.getElementById("said");
const title = document.title;
let newest = Number(inbox.dataset.newest ?? 0);
let windowEnds = null;
const drafts = {}; // also of a box that a colleague's act has closed for a while

function position() {
  const query = new URLSearchParams(inbox.dataset.query);
  if (inbox.dataset.open) {
    query.set("open", inbox.dataset.open);
    query.set("after", newest);
  }
  return query;
}

function atTheEnd() {
  return chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
}

function addLines(html, upTo) {
  if (upTo <= newest) return;
  const stays = atTheEnd();
  const page = new DOMParser().parseFromString(`<ol>${html}</ol>`, "text/html");
  const fresh = [...page.querySelectorAll("li[data-message]")].filter((line) => Number(line.dataset.message) > newest);
  chat.querySelector("ol").append(...fresh);
  newest = upTo;
  if (stays) chat.scrollTop = chat.scrollHeight;
}

function fields(place) {
  return [...place.querySelectorAll("textarea, input:not([type=hidden]), select")];
}

// A piece is replaced whole; what somebody types or has under the cursor in it stays.
function replace(name, html) {
  const place = piece(name);
  if (!place) return;
  const active = place.contains(document.activeElement) ? document.activeElement : null;
  for (const field of fields(place)) drafts[field.name] = field.value;
  const opened = { href: active?.getAttribute("href"), id: active?.id };
  const at = [...place.querySelectorAll(".rows, .chips")].map((box) => [`.${box.className}`, box.scrollLeft, box.scrollTop]);
  place.innerHTML = html;
  for (const [what, ...where] of at) place.querySelector(what)?.scrollTo(...where);
  for (const field of fields(place)) if (drafts[field.name]) field.value = drafts[field.name];
  if (opened.id) document.getElementById(opened.id)?.focus();
  else if (opened.href) [...place.querySelectorAll("a")].find((link) => link.getAttribute("href") === opened.href)?.focus();
  prepare();
}

function prepare() {
  const clock = inbox.querySelector("[data-left]");
  windowEnds = clock ? performance.now() + Number(clock.dataset.left) * 1000 : null;
  for (const field of inbox.querySelectorAll("input[name=seen]")) field.value = newest;
  const chosen = document.getElementById("template");
  if (chosen) showTemplate(chosen);
  const holder = inbox.querySelector("[data-holder]")?.dataset.holder;
  const to = document.getElementById("to");
  if (to && holder !== undefined && document.activeElement !== to) to.value = holder;
}

function showTemplate(select) {
  for (const one of inbox.querySelectorAll("fieldset[data-template]")) {
    one.hidden = one.disabled = one.dataset.template !== select.value;
  }
}

function countDown() {
  const clock = inbox.querySelector("[data-left]");
  if (!clock || windowEnds === null) return;
  const left = Math.max(0, Math.round((windowEnds - performance.now()) / 1000));
  const [hours, minutes] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60)];
  clock.textContent = hours ? `${hours} h ${minutes} min` : minutes ? `${minutes} min ${left % 60} s` : `${left} s`;
  if (left === 0) {
    windowEnds = null;
    feed.now();
  }
}

async function post(form) {
  const body = new FormData(form);
  return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
}

async function markRead() {
  if (!inbox.dataset.open || document.hidden) return;
  const token = inbox.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ seen: newest, csrfmiddlewaretoken: token });
  await fetch(`${inbox.dataset.acts}read/`, { method: "POST", body, headers: { Accept: "application/json", "X-Background": "1" } });
}

function onNews(news) {
  if (chat && news.lines) {
    addLines(news.lines, news.newest);
    markRead().catch(() => {});
  }
  for (const [id, status] of Object.entries(news.statuses ?? {})) {
    const shown = chat.querySelector(`[data-message="${id}"] [data-status]`);
    if (shown && shown.textContent !== status) shown.textContent = status;
  }
  for (const [name, html] of Object.entries(news.pieces)) replace(name, html);
  for (const field of inbox.querySelectorAll("input[name=seen]")) field.value = newest;
  const before = Number(inbox.dataset.needs);
  if (news.needs > before) document.getElementById("news").textContent = `${news.needs} people need a person`;
  inbox.dataset.needs = news.needs;
  document.title = news.needs ? `(${news.needs}) ${title}` : title;
}

const feed = new InboxFeed(inbox.dataset.feed, {
  live: inbox.dataset.live,
  isOpenTalk: (contact) => String(contact) === inbox.dataset.open,
  position,
  onNews,
  onTrouble: (isThere) => (document.getElementById("trouble").hidden = !isThere),
});
feed.cursor = inbox.dataset.since;

inbox.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button");
  if (form.dataset.busy) return; // a double click sends once
  form.dataset.busy = "1";
  button.disabled = true;
  said.classList.remove("bad");
  try {
    const answer = await post(form);
    const told = await answer.json();
    said.textContent = told.said ?? told.refused;
    said.classList.toggle("bad", !answer.ok);
    if (answer.ok) {
      for (const field of form.querySelectorAll("textarea, input:not([type=hidden])")) field.value = "";
      for (const field of form.querySelectorAll("[name=key]")) field.value = told.key;
    }
  } catch {
    said.textContent = "That did not reach the server. Nothing is lost; try again.";
    said.classList.add("bad");
  } finally {
    delete form.dataset.busy;
    button.disabled = false;
  }
  await feed.now();
});

inbox.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "answer") event.target.form.requestSubmit();
});
inbox.addEventListener("change", (event) => event.target.id === "template" && showTemplate(event.target));

prepare();
if (chat) {
  chat.scrollTop = chat.scrollHeight;
  markRead().catch(() => {});
}
setInterval(countDown, 1000);
countDown();
setTimeout(() => feed.now(), 4000);
