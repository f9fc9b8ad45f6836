/** A picture, large, over the page. */

import { byId } from "./dom.js";

export class Viewer {
  #dialog = byId("viewer");
  #article = null;

  constructor() {
    byId("viewer-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#back());
  }

  /** Show `picture`, an image element of `article`, with the words of its message below. */
  open(picture, message, article) {
    this.#article = article;
    const large = byId("viewer-picture");
    large.src = picture.src;
    large.alt = picture.alt;
    large.width = picture.naturalWidth;
    large.height = picture.naturalHeight;
    const words = byId("viewer-words");
    words.textContent = message.text;
    words.lang = article.lang;
    words.hidden = !message.text;
    this.#dialog.showModal();
  }

  // The browser gives focus back to what opened it; if that was drawn anew in the meantime, it goes to its successor.
  #back() {
    const opener = this.#article.querySelector(".picture") ?? this.#article;
    opener.focus();
  }
}
