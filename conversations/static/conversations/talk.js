// New messages appear in an operator's open talk. Without this the page works by reloading.
"use strict";

const lines = document.getElementById("lines");
const news = document.getElementById("news");
const EVERY_MS = 4000;

function newest() {
  const numbers = [...lines.querySelectorAll("[data-message]")].map((line) => Number(line.dataset.message));
  return Math.max(0, ...numbers);
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(`${lines.dataset.more}?after=${newest()}`, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(`<ol>${await answer.text()}</ol>`, "text/html");
  const fresh = [...page.querySelectorAll("li[data-message]")];
  if (!fresh.length) return;
  lines.append(...fresh);
  // What is on the screen has been seen: the answer that is being typed may follow it.
  const seen = document.querySelector("input[name=seen]");
  if (seen) seen.value = newest();
  news.textContent = `${fresh.length} new`;
  fresh.at(-1).scrollIntoView({ block: "nearest" });
}

if (lines) setInterval(() => look().catch(() => {}), EVERY_MS);
