// The chat page: what is said goes out one at a time, what is new comes in. How it is drawn stands in drawing.js.

const phone = document.querySelector(".phone");
const log = document.getElementById("log");
const quick = document.getElementById("quick");
const trouble = document.getElementById("trouble");
const presence = document.getElementById("presence");
const composer = document.getElementById("composer");
const text = document.getElementById("text");

const OPENERS = [
  { id: "", title: "drained, need calm" },
  { id: "", title: "bored, surprise me" },
  { id: "", title: "hyped, 2 of us, couch" },
];
const POLL_MS = 1200;
const POLLS = 50;

// How often the page looks for what is written to them: not at all while a socket tells it, soon after they were active
// and while a person talks with them, seldomer later, and never while nobody sees the page.
const LOOK_MS = 5_000;
const LOOK_HELD_MS = 3_000;
const LOOK_SELDOM_MS = 30_000;
const ACTIVE_MS = 10 * 60_000;

let newest = 0;
let held = false;
let active = Date.now();
let underWay = 0;
let pause = LOOK_MS;
let nextLook = 0;
let sending = Promise.resolve();
let live = { isOpen: false, ask() {} }; // until the page knows where it stands

function isNearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < log.clientHeight;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
}

// As far down as possible, but never past the top of what they have not read yet.
function toTopOf(turn) {
  log.scrollTop += turn.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
}

function show(messages, { mayScroll = true } = {}) {
  let last = null;
  let said = null; // a note in passing leaves the buttons of what was said before it
  let firstTheirs = null;
  for (const message of messages) {
    if (message.id <= newest) continue;
    newest = message.id;
    last = message;
    if (!message.note) said = message;
    if (!message.mine) {
      const turn = drawMessage(message);
      firstTheirs ??= turn;
      log.append(turn);
      continue;
    }
    firstTheirs = null;
    if (!document.querySelector(`[data-sent="${message.id}"]`)) {
      const waiting = log.querySelector(".turn.mine[data-pending]");
      if (waiting) {
        delete waiting.dataset.pending;
        waiting.dataset.sent = message.id;
      } else log.append(drawMessage(message));
    }
  }
  if (said) offer(said.mine ? [] : said.buttons);
  if (!last || !mayScroll) return;
  if (firstTheirs) toTopOf(firstTheirs);
  else toEnd();
}

function offer(buttons) {
  quick.replaceChildren(
    ...(buttons || []).map((button) => {
      const node = element("button", "", button.title);
      node.type = "button";
      node.addEventListener("click", () => {
        text.focus();
        say(button.title, button.id);
      });
      return node;
    }),
  );
}

function setTyping(on) {
  document.getElementById("typing")?.remove();
  presence.textContent = on ? "typing…" : "a bot that finds your game";
  if (!on) return;
  const turn = element("div", "turn");
  turn.id = "typing";
  const dots = element("div", "bubble typing");
  dots.append(element("i"), element("i"), element("i"));
  dots.setAttribute("aria-label", "Thrum is typing");
  turn.append(dots);
  log.append(turn);
  toEnd();
}

function complain(message) {
  trouble.textContent = message || "";
  trouble.hidden = !message;
}

async function call(method, body) {
  const response = await fetch(`${phone.dataset.endpoint}?after=${newest}`, {
    method,
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: body && JSON.stringify(body),
  });
  if (response.status === 429) throw new Error("Slow down a little, then try again.");
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    throw new Error(said.detail || "That did not go through. Try again in a moment.");
  }
  const answer = await response.json();
  held = Boolean(answer.held);
  return answer;
}

function lookLater() {
  clearTimeout(nextLook);
  if (document.hidden || live.isOpen) return;
  const isActive = Date.now() - active < ACTIVE_MS;
  const least = held ? LOOK_HELD_MS : LOOK_MS;
  pause = held || isActive ? least : Math.min(pause * 1.5, LOOK_SELDOM_MS);
  nextLook = setTimeout(look, pause);
}

// What an operator writes, a reminder, a question whether it fitted: it comes without being asked for.
async function look() {
  clearTimeout(nextLook);
  if (document.hidden) return;
  try {
    if (newest && !underWay) {
      const wasNearEnd = isNearEnd();
      const { messages } = await call("GET");
      if (messages.some((message) => message.id > newest)) active = Date.now();
      // Their own message is being answered meanwhile: that answer brings these too.
      if (!underWay) show(messages, { mayScroll: wasNearEnd });
    }
    lookLater();
  } catch {
    active = 0; // no connection, or too much asked: seldomer
    held = false;
    lookLater();
  }
}

// The same as a look finds, told by the socket.
function hear(news) {
  held = Boolean(news.held);
  if (news.erased) newest = 0;
  if (underWay) return; // it is asked again when that is done
  if (news.messages.some((message) => message.id > newest)) active = Date.now();
  show(news.messages, { mayScroll: isNearEnd() });
}

async function waitForAnswer() {
  for (let poll = 0; poll < POLLS; poll += 1) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const answer = await call("GET");
    show(answer.messages);
    if (!answer.waiting) return;
  }
}

function say(words, choice = "") {
  complain("");
  offer([]);
  const turn = drawMessage({ mine: true, text: words, at: new Date().toISOString() });
  turn.dataset.pending = "1";
  log.append(turn);
  toEnd();
  const message = { id: crypto.randomUUID?.() ?? fallbackId(), text: words, choice };
  // One at a time: what is typed first is answered first.
  sending = sending.then(() => send(message, turn));
}

async function send(message, turn) {
  underWay += 1;
  active = Date.now();
  setTyping(true);
  try {
    const answer = await call("POST", message);
    setTyping(false);
    if (answer.erased) newest = 0;
    show(answer.messages);
    if (answer.waiting) {
      setTyping(true);
      await waitForAnswer();
    }
  } catch (error) {
    turn.classList.add("failed");
    const retry = element("button", "retry", "not sent — try again");
    retry.type = "button";
    retry.addEventListener("click", () => {
      retry.remove();
      turn.classList.remove("failed");
      sending = sending.then(() => send(message, turn));
    });
    turn.append(retry);
    complain(error instanceof TypeError ? "No connection right now." : error.message);
  } finally {
    setTyping(false);
    underWay -= 1;
    live.ask();
    lookLater();
  }
}

// crypto.randomUUID exists on secure pages only; a chat opened by address over http has none.
function fallbackId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function submit() {
  const words = text.value;
  if (!words.trim()) return;
  text.value = "";
  say(words);
}

composer.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});

// What was said aloud, written down: an ordinary message. The games that answer it appear while one talks on.
document.addEventListener("thrum:said", (event) => say(event.detail));
document.addEventListener("thrum:trouble", (event) => complain(event.detail));

document.addEventListener("visibilitychange", () => live.isOpen || look());

try {
  const history = await call("GET");
  show(history.messages);
  if (!history.messages.length) {
    log.append(drawMessage({ text: "hey, I’m Thrum 👋 tell me how you’re feeling and what you play on, and I’ll find your game for tonight." }));
    offer(OPENERS);
  }
} catch (error) {
  complain(error.message);
}
live = new LiveSocket(phone.dataset.live, { position: () => ({ after: newest }), onFrame: hear, onChange: lookLater });
lookLater();
