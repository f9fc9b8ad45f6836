/** The bar above the chat that replays the story: play, pause, step, stop, and the caption of the scene. */

import { AwayError, RefusedError } from "./api.js";
import { byId } from "./dom.js";
import { EndedError, LostError, Story, whyLost } from "./story.js";

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class Player {
  #story = null;
  #playing = false;
  #stepping = false; // one scene, then wait again
  #hurried = false; // the rest of this scene without any waiting
  #over = false;
  #wake = () => {};
  #start = byId("story");
  #bar = byId("player");
  #play = byId("story-play");
  #step = byId("story-step");

  /** `page` as Story has it, and home, language, quiet and clear. */
  constructor(page) {
    this.page = page;
    this.#start.addEventListener("click", () => this.#begin());
    this.#play.addEventListener("click", () => (this.#over ? this.#begin() : this.#setPlaying(!this.#playing)));
    this.#step.addEventListener("click", () => this.#takeStep());
    byId("story-stop").addEventListener("click", () => this.#stop());
    // Whoever takes a hand in it herself is not talked over. What the story does is no trusted event.
    for (const kind of ["click", "input"]) document.addEventListener(kind, (event) => this.#yieldTo(event), true);
  }

  /** The page's settings: `stories` by language, of which the one of the phone shown is told. Without any there is no button. */
  load(stories) {
    this.stories = stories;
    this.#start.hidden = !stories || this.on;
  }

  /** Whether the bar is open. */
  get on() {
    return this.#story !== null;
  }

  async #begin() {
    if (!this.on) this.home = this.page.home();
    const script = this.stories[this.page.language()] ?? Object.values(this.stories)[0];
    byId("story-caption").lang = this.page.language();
    this.#over = false;
    this.#stepping = stillness.matches;
    this.#hurried = false;
    this.#start.hidden = true;
    this.#bar.hidden = false;
    this.#step.hidden = false;
    this.#play.hidden = stillness.matches;
    this.#setPlaying(!stillness.matches);
    (stillness.matches ? this.#step : this.#play).focus();
    const story = new Story(script, this.page, { rest: (time) => this.#rest(time), say: (...what) => this.#say(...what) });
    this.#story = story;
    await this.#tell(story);
  }

  async #tell(story) {
    this.#bar.dataset.busy = "yes";
    try {
      await story.tell(() => this.#betweenScenes(story));
    } catch (error) {
      if (error instanceof EndedError || story !== this.#story) return;
      if (![AwayError, RefusedError, LostError].some((kind) => error instanceof kind)) throw error;
      byId("story-caption").textContent = `The story cannot go on: ${whyLost(error)}`;
    }
    if (story === this.#story) this.#end();
  }

  #end() {
    const hadFocus = document.activeElement === this.#step;
    this.#over = true;
    this.#setPlaying(false);
    this.#play.hidden = false;
    this.#play.textContent = "Again";
    this.#step.hidden = true;
    if (hadFocus) this.#play.focus();
    delete this.#bar.dataset.busy;
  }

  #stop() {
    this.#story.end();
    this.#story = null;
    this.#wake();
    this.page.clear();
    this.page.quiet(false);
    this.#bar.hidden = true;
    this.#start.hidden = false;
    this.#start.focus();
    this.page.show(this.home);
  }

  #say(caption, n, of) {
    byId("story-caption").textContent = caption;
    byId("story-place").textContent = `${n} of ${of}`;
  }

  async #betweenScenes(story) {
    this.#hurried = false;
    if (this.#stepping) this.#setPlaying(false);
    this.#stepping = false;
    while (!this.#playing && !this.#stepping && story === this.#story) {
      delete this.#bar.dataset.busy;
      await this.#change();
    }
    this.#bar.dataset.busy = "yes";
  }

  /** A while in which there is something to see; as long as the story is paused it does not end. */
  async #rest(milliseconds) {
    const going = () => this.#playing || this.#stepping || this.#over || !this.on;
    if (!this.#hurried && !stillness.matches) await Promise.race([pause(milliseconds), this.#change()]);
    while (!going()) await this.#change();
  }

  #change() {
    return new Promise((resolve) => {
      const before = this.#wake;
      this.#wake = () => {
        before();
        resolve();
      };
    });
  }

  #takeStep() {
    if (this.#stepping || this.#playing) this.#hurried = true;
    this.#stepping = true;
    this.#setPlaying(false);
  }

  #setPlaying(playing) {
    this.#playing = playing;
    if (playing) this.#stepping = false;
    this.#play.textContent = playing ? "Pause" : "Play";
    this.page.quiet(playing); // the captions are read out then; each message as well would be too much
    const wake = this.#wake;
    this.#wake = () => {};
    wake();
  }

  #yieldTo(event) {
    if (event.isTrusted && this.#playing && !this.#bar.contains(event.target) && event.target !== this.#start) this.#setPlaying(false);
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
