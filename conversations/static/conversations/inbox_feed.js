// How news reach the operators' inbox. Only this file knows that they are asked for; what is done with them is not its business.
"use strict";

class InboxFeed {
  static #EVERY_MS = 4000;
  static #LONGEST_MS = 60000;
  #waiting = 0;
  #underWay = null;

  // `position()` gives the query: what is open, what was seen. `onNews(news)` takes what changed; `onTrouble(isThere)`
  // hears whether the server can be reached.
  constructor(address, { position, onNews, onTrouble }) {
    Object.assign(this, { address, position, onNews, onTrouble, cursor: "", failures: 0 });
    document.addEventListener("visibilitychange", () => (document.hidden ? this.pause() : this.now()));
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
  }

  // Ask at once; one question at a time, then again after a while for as long as somebody looks.
  now() {
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = null));
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
    const wait = Math.min(InboxFeed.#EVERY_MS * 2 ** Math.min(this.failures, 5), InboxFeed.#LONGEST_MS);
    if (!document.hidden) this.#waiting = setTimeout(() => this.now(), wait);
  }
}
