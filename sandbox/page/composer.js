/** The line one types in, the command menu, and the button that sends a photo. */

import { disclosure } from "./disclosure.js";
import { byId, make } from "./dom.js";

export class Composer {
  #line = byId("line");
  #menu = byId("menu");
  #menuToggle = byId("menu-toggle");
  #disclosure = disclosure(this.#menuToggle, this.#menu);

  /** `say(text)` and `sendPhoto()` resolve to whether it was taken. */
  constructor({ say, sendPhoto }) {
    this.say = say;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#line.addEventListener("keydown", (event) => {
      // While a word is being composed (Japanese, say), Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
    this.#line.addEventListener("input", () => this.#fit());
    byId("photo").addEventListener("click", sendPhoto);
  }

  /** Put text in the line, ready to be sent or changed. */
  quote(text) {
    this.#line.value = text;
    this.#fit();
    this.#line.focus();
  }

  /** Put `text` in letter by letter, `breath` awaited after each. Focus stays where it is. */
  async type(text, breath) {
    this.#line.value = "";
    this.#line.classList.add("acted");
    try {
      for (const letter of text) {
        this.#line.value += letter;
        this.#fit();
        await breath();
      }
    } finally {
      this.#line.classList.remove("acted");
    }
  }

  /** Send what is in the line, without taking focus there. Resolves to whether it was taken. */
  send() {
    const text = this.#line.value.trim();
    this.clear();
    return this.say(text);
  }

  /** Nothing is in the line. */
  clear() {
    this.#line.value = "";
    this.#fit();
  }

  /** On a touch screen focus would open the keyboard over the chat, so only a mouse's user gets it. */
  focus() {
    if (matchMedia("(pointer: fine)").matches) this.#line.focus();
  }

  /** The commands of the person shown: `[{command, description}]`. */
  setMenu(commands) {
    this.#menuToggle.hidden = commands.length === 0;
    this.#menu.replaceChildren(...commands.map((command) => this.#item(command)));
  }

  #item({ command, description }) {
    const item = make(
      "button",
      { type: "button" },
      make("b", { textContent: `/${command}` }),
      make("span", { textContent: description }),
    );
    item.addEventListener("click", () => {
      this.#disclosure.close();
      this.say(`/${command}`);
      this.focus();
    });
    return item;
  }

  async #send() {
    const text = this.#line.value.trim();
    if (!text) return;
    this.quote("");
    if (!(await this.say(text)) && !this.#line.value) this.quote(text);
  }

  #fit() {
    const line = this.#line;
    line.style.height = "auto";
    const borders = line.offsetHeight - line.clientHeight;
    line.style.height = `${line.scrollHeight + borders}px`;
  }
}
