// How news reach the operators' inbox: a socket says whose talk has changed, and then the page asks what has; without a
// socket it asks every few seconds. Only this file knows; what is done with news is not its business.
"use strict";

class InboxFeed {
  static #EVERY_MS = 4000;
  static #EVERY_WITH_SOCKET_MS = 30000; // for what passes by itself, such as a window that closes
  static #OTHERS_MS = 2000; // what happens to people who are not open is gathered for so long
  static #LONGEST_MS = 60000;
  #waiting = 0;
  #underWay = null;
  #isStale = false; // something was said while a question was under way
  #gathering = 0;

  // `position()` gives the query: what is open, what was seen. `onNews(news)` takes what changed; `onTrouble(isThere)`
  // hears whether the server can be reached. `live` is the address of the socket, if there is one; `isOpenTalk(contact)`
  // says whether somebody reads that talk.
  constructor(address, { live, isOpenTalk, position, onNews, onTrouble }) {
    Object.assign(this, { address, isOpenTalk, position, onNews, onTrouble, cursor: "", failures: 0 });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.now()));
    this.socket = new LiveSocket(live, {
      position: () => ({ after: 0 }),
      onFrame: (frame) => this.#hear(frame),
      onChange: () => this.#again(),
    });
  }

  #hear({ contacts, everything }) {
    if (everything || contacts.some(this.isOpenTalk)) this.#again();
    else if (contacts.length) this.#gathering ||= setTimeout(() => this.#again(), InboxFeed.#OTHERS_MS);
  }

  // As now(), but what is under way may be older than what was just heard.
  #again() {
    this.#isStale = this.#underWay !== null;
    if (!document.hidden) this.now();
  }

  // What has changed since a cursor, and the next cursor. Asked by itself, so it does not count as somebody's click.
  async fetchSince(cursor) {
    const query = this.position();
    query.set("since", cursor);
    const answer = await fetch(`${this.address}?${query}`, { headers: { Accept: "application/json", "X-Background": "1" } });
    if (answer.redirected) return location.reload(); // signed out meanwhile
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  pause() {
    clearTimeout(this.#waiting);
    clearTimeout(this.#gathering);
    this.#gathering = 0;
  }

  // Ask at once; one question at a time, then again after a while for as long as somebody looks.
  now() {
    this.#underWay ??= this.#ask().finally(() => {
      this.#underWay = null;
      if (this.#isStale) this.#again();
    });
    return this.#underWay;
  }

  async #ask() {
    this.pause();
    try {
      const news = await this.fetchSince(this.cursor);
      if (!news) return;
      this.cursor = news.cursor;
      this.failures = 0;
      this.onNews(news);
    } catch {
      this.failures += 1;
    }
    this.onTrouble(this.failures > 1);
    const often = this.socket.isOpen ? InboxFeed.#EVERY_WITH_SOCKET_MS : InboxFeed.#EVERY_MS;
    const wait = Math.min(often * 2 ** Math.min(this.failures, 5), InboxFeed.#LONGEST_MS);
    if (!document.hidden) this.#waiting = setTimeout(() => this.now(), wait);
  }
}
