/** One telling of a story: scene after scene is typed, tapped and waited for, in chats made for it. */

import { RefusedError, get } from "./api.js";

const LETTER = 42; // milliseconds between two typed letters
const BEFORE_DEED = 350;
const ON_BUTTON = 800; // how long a button is marked before it is pressed
const READ_AT_LEAST = 1_300;
const READ_LETTER = 13;
const READ_AT_MOST = 4_500;
const BRISK = 0.25; // of every wait in a scene that one need not read in full
const MOST_NUDGES = 60; // on the way to one message; other people's count as well

/** The telling was ended from outside. */
export class EndedError extends Error {}

/** What the story waits for does not come. */
export class LostError extends Error {}

export class Story {
  #ended = false;
  #cast = new Map();
  #current = null;
  #brisk = false;
  #seen = 0; // the newest message of the chat shown that there has been time to read

  /**
   * `script` is `{people, scenes}` of the page's settings. `page` does what a person does: meet, show, type, send, press,
   * mark, settled, moveTo, now and zone. `pace` is `{rest(milliseconds), say(caption, n, of)}`.
   */
  constructor(script, page, pace) {
    this.script = script;
    this.page = page;
    this.pace = pace;
  }

  /** Nothing more is begun; `tell` throws EndedError at the next breath. */
  end() {
    this.#ended = true;
  }

  /** Tells every scene; `betweenScenes` is awaited before each but the first. */
  async tell(betweenScenes) {
    for (const { key, name, role } of this.script.people) this.#cast.set(key, this.page.meet(name, role));
    const { scenes } = this.script;
    for (const [index, scene] of scenes.entries()) {
      if (index > 0) await betweenScenes();
      await this.#scene(scene, index + 1, scenes.length);
    }
  }

  async #scene({ caption, who, deeds, brisk }, n, of) {
    this.#brisk = false;
    await this.#breath(0);
    this.pace.say(caption, n, of);
    await this.#breath(reading(caption));
    await this.#turnTo(who);
    this.#brisk = brisk;
    for (const deed of deeds) {
      await this.#breath(BEFORE_DEED);
      await this.#do(deed);
      await this.page.settled();
      await this.#breath(await this.#readingNews());
    }
  }

  async #breath(milliseconds) {
    await this.pace.rest(this.#brisk ? BRISK * milliseconds : milliseconds);
    if (this.#ended) throw new EndedError();
  }

  async #turnTo(who) {
    const person = this.#cast.get(who);
    await this.page.show(person);
    if (this.#current === person) return;
    this.#current = person;
    this.#seen = (await this.#chat()).at(-1)?.message_id ?? 0;
    await this.#breath(READ_AT_LEAST);
  }

  async #do(deed) {
    const [[kind, value]] = Object.entries(deed);
    if (kind === "say") await this.#type(value);
    else if (kind === "press") await this.#press(value);
    else if (kind === "pass_on") await this.#type(await this.#line(value));
    else if (kind === "until") await this.#until(value);
    else if (kind === "clock") await this.page.moveTo(this.page.zone().next(value.weekday, value.time, this.page.now()));
    else throw new LostError(`There is no deed called "${kind}".`);
  }

  async #type(text) {
    await this.page.type(text, () => this.#breath(LETTER));
    await this.#breath(BEFORE_DEED);
    await this.page.send();
  }

  async #press(pattern) {
    const found = await this.#button(pattern);
    if (!found) throw new LostError(`No button here does "${pattern}".`);
    const { message, row, column } = found;
    const unmark = this.page.mark(message.message_id, row, column);
    await this.#breath(ON_BUTTON).finally(unmark);
    await this.page.press(message.message_id, row, message.buttons[row][column]);
  }

  /** Moves the clock from nudge to nudge until a new message offers a button that does `pattern`. */
  async #until(pattern) {
    const before = (await this.#chat()).at(-1)?.message_id ?? 0;
    for (let moves = 0; moves < MOST_NUDGES; moves += 1) {
      const { next_nudge } = await get("clock");
      if (!next_nudge) break;
      await this.page.moveTo(Math.max(Date.parse(next_nudge), this.page.now()));
      await this.page.settled();
      if (this.#ended) throw new EndedError();
      const found = await this.#button(pattern);
      if (found?.message.message_id > before) return;
    }
    throw new LostError("What the story waits for does not come.");
  }

  /** The newest line of the bot that begins so, in the chat of another of the cast. */
  async #line({ from, begins }) {
    const { messages } = await get(`chat?user=${this.#cast.get(from).id}`);
    const lines = messages.filter((message) => message.from === "bot").flatMap(({ text }) => text.split("\n"));
    const line = lines.findLast((one) => one.startsWith(begins));
    if (!line) throw new LostError(`No line begins with "${begins}".`);
    return line;
  }

  /** The newest button whose data fit `pattern`, in which * stands for anything. */
  async #button(pattern) {
    const fits = new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`);
    for (const message of (await this.#chat()).reverse()) {
      for (const [row, data] of message.data.entries()) {
        const column = data.findIndex((one) => one !== null && fits.test(one));
        if (column >= 0) return { message, row, column };
      }
    }
    return null;
  }

  async #chat() {
    const { messages } = await get(`chat?user=${this.#current.id}`);
    return messages.filter(({ deleted }) => !deleted);
  }

  async #readingNews() {
    const news = (await this.#chat()).filter(({ message_id, from }) => message_id > this.#seen && from === "bot");
    this.#seen = Math.max(this.#seen, ...news.map(({ message_id }) => message_id));
    return reading(news.map(({ text }) => text).join(""));
  }
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const reading = (text) => Math.min(READ_AT_MOST, READ_AT_LEAST + READ_LETTER * text.length);

/** A sentence for whoever watches, of what stopped the story. */
export function whyLost(error) {
  if (error instanceof LostError || error instanceof RefusedError) return error.message;
  return "The sandbox is not answering just now.";
}
