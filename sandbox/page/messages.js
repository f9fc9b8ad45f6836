/** The list of messages of one chat: kept in order, by days, and scrolled as a phone does. */

import { fill } from "./bubble.js";
import { arrange, byId, make } from "./dom.js";

const AT_BOTTOM = 48; // pixels from the end that still count as being there

export class Messages {
  #list = byId("messages");
  #newer = byId("newer");
  #articles = new Map();
  #days = new Map();
  #unread = 0;
  #live = "polite";

  /** `deeds` are what a tap in a message does: press, say, quote, enlarge; and spokenTo. */
  constructor(deeds) {
    this.deeds = deeds;
    this.#newer.addEventListener("click", () => this.toBottom());
    this.#list.addEventListener("scroll", () => this.#isAtBottom() && this.#countUnread(0), { passive: true });
  }

  get empty() {
    return this.#articles.size === 0;
  }

  /** Show another chat from its beginning; screen readers are not read the whole of it. */
  async replace(messages, zone) {
    this.#list.ariaLive = "off";
    this.#articles.clear();
    this.#days.clear();
    await this.#take(messages, zone);
    this.toBottom();
    this.#list.ariaLive = this.#live;
  }

  /** Messages that are new, edited or deleted, oldest first. */
  async update(messages, zone) {
    const stay = this.#isAtBottom();
    const added = await this.#take(messages, zone);
    if (stay || added.some((message) => message.from === "user")) this.toBottom();
    else this.#countUnread(this.#unread + added.length);
  }

  /** While `on`, what comes is not read out by screen readers. */
  quiet(on) {
    this.#live = on ? "off" : "polite";
    this.#list.ariaLive = this.#live;
  }

  /** Shows that this button is about to be pressed; returns what takes the mark away. */
  mark(messageId, row, column) {
    const article = this.#articles.get(messageId)?.element;
    const button = article?.querySelectorAll(".keyboard .row")[row]?.children[column];
    button?.scrollIntoView({ block: "nearest" });
    button?.classList.add("acted");
    return () => button?.classList.remove("acted");
  }

  toBottom() {
    this.#list.scrollTop = this.#list.scrollHeight;
    this.#countUnread(0);
  }

  /** The bot has answered a tap on this message: its button need not wait any longer. */
  settle(messageId) {
    const waiting = this.#articles.get(messageId)?.element.querySelectorAll("[aria-busy]") ?? [];
    for (const button of waiting) button.ariaBusy = null;
  }

  async #take(messages, zone) {
    const added = [];
    for (const message of messages) {
      if (message.deleted) {
        this.#remove(message.message_id);
        continue;
      }
      const known = this.#articles.get(message.message_id);
      if (known && JSON.stringify(known.message) === JSON.stringify(message)) continue;
      const element = known?.element ?? make("article", { className: `message ${message.from}`, tabIndex: -1 });
      await fill(element, message, known?.message, zone.hour(message.date * 1000), this.deeds);
      this.#articles.set(message.message_id, { element, message });
      if (!known) added.push(message);
    }
    this.#arrange(zone);
    return added;
  }

  #remove(messageId) {
    const { element } = this.#articles.get(messageId) ?? {};
    if (element?.contains(document.activeElement)) this.#list.focus();
    this.#articles.delete(messageId);
  }

  #arrange(zone) {
    const wanted = [];
    let before = null;
    for (const [id, { element, message }] of [...this.#articles].sort(([a], [b]) => a - b)) {
      const day = zone.dayKey(message.date * 1000);
      if (day !== before?.day) wanted.push(this.#separator(id, zone.date(message.date * 1000)));
      element.classList.toggle("goes-on", before?.from === message.from && before.day === day);
      wanted.push(element);
      before = { day, from: message.from };
    }
    arrange(this.#list, wanted);
  }

  #separator(id, text) {
    const kept = this.#days.get(id) ?? make("div", { className: "day" }, make("span", { textContent: text }));
    this.#days.set(id, kept);
    return kept;
  }

  #isAtBottom() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < AT_BOTTOM;
  }

  #countUnread(count) {
    this.#unread = count;
    this.#newer.hidden = count === 0;
    this.#newer.textContent = count === 1 ? "1 new message" : `${count} new messages`;
  }
}
