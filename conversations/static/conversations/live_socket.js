// A socket that a page may have and never depends on: while it is open the page need not ask, while it is not it asks.
// What is said is always the page's position; whatever was missed comes as the answer to it.
"use strict";

class LiveSocket {
  static #BEAT_MS = 45_000; // below the minute after which proxies close what is silent
  static #LOST_MS = 25_000; // longer than a busy server needs: whoever comes back at once makes it busier
  static #FIRST_MS = 1_000;
  static #LONGEST_MS = 60_000;
  static #FOR_GOOD = [4400, 4403, 4409, 4429]; // told to go: only when somebody looks at the page again
  #socket = null;
  #tries = 0;
  #next = 0;
  #beat = 0;
  #lost = 0;

  // `position()` gives what the page has; `onFrame(frame)` takes what is new; `onChange(isOpen)` hears whether the page
  // has to ask by itself. Without an address there are no sockets.
  constructor(address, { position, onFrame, onChange }) {
    Object.assign(this, { address, position, onFrame, onChange, isOpen: false });
    if (!address) return;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#again(0)));
    if (!document.hidden) this.#open();
  }

  // Say where the page stands; everything behind that comes back.
  ask() {
    clearTimeout(this.#beat);
    if (!this.isOpen) return;
    this.#socket.send(JSON.stringify(this.position()));
    this.#beat = setTimeout(() => this.ask(), LiveSocket.#BEAT_MS);
    this.#lost ||= setTimeout(() => this.#lose(), LiveSocket.#LOST_MS);
  }

  #open() {
    let socket;
    try {
      socket = new WebSocket(this.address);
    } catch {
      return this.#again();
    }
    this.#socket = socket;
    this.#lost = setTimeout(() => this.#lose(), LiveSocket.#LOST_MS);
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.isOpen = true;
      this.#heard();
      this.onChange(true);
      this.ask();
    });
    socket.addEventListener("message", (event) => {
      if (socket !== this.#socket) return;
      this.#heard();
      this.#tries = 0;
      this.onFrame(JSON.parse(event.data));
    });
    socket.addEventListener("close", (event) => {
      if (socket !== this.#socket) return;
      this.#close();
      if (!LiveSocket.#FOR_GOOD.includes(event.code)) this.#again();
    });
  }

  #heard() {
    clearTimeout(this.#lost);
    this.#lost = 0;
  }

  // Nothing came back: the connection may be gone without a word.
  #lose() {
    this.#close();
    this.#again();
  }

  #close() {
    for (const timer of [this.#next, this.#beat, this.#lost]) clearTimeout(timer);
    this.#lost = 0;
    const [socket, wasOpen] = [this.#socket, this.isOpen];
    this.#socket = null;
    this.isOpen = false;
    socket?.close();
    if (wasOpen) this.onChange(false);
  }

  // Ever later, and never all pages at the same moment.
  #again(wait = Math.min(LiveSocket.#FIRST_MS * 2 ** this.#tries++, LiveSocket.#LONGEST_MS) * (0.5 + Math.random())) {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => !document.hidden && !this.#socket && this.#open(), wait);
  }
}
