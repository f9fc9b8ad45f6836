/** The sandbox's clock: what it shows, what comes next, and the ways to move it. */

import { get, post } from "./api.js";
import { disclosure } from "./disclosure.js";
import { byId } from "./dom.js";
import { toast } from "./passing.js";
import { MINUTE, soon } from "./time.js";

const BEFORE_SESSION = 31 * MINUTE; // a minute before the message that leads up to a session
const AFTER_SESSION = 51 * MINUTE; // a session is fifty minutes unless the therapist set another length

export class Clock {
  #read = { now: Date.now(), at: performance.now() };
  #nudge = null;
  #session = null;
  #moving = false;

  /** `attempt(work)` runs a request and says on the page what went wrong. */
  constructor(attempt) {
    this.attempt = attempt;
    disclosure(byId("clock-toggle"), byId("clock-panel"));
    // What is due this very second may have passed when the finger is down; the clock does not go back for it.
    this.#onClick("next-nudge", () => Math.max(this.#nudge, this.now));
    this.#onClick("session", () => this.#sessionTarget().to);
    this.#onClick("hour", () => this.now + 60 * MINUTE);
    this.#onClick("tomorrow", () => this.zone.tomorrowAtNine(this.now));
    byId("clock-form").addEventListener("submit", (event) => this.#goToForm(event));
    setInterval(() => this.#show(), 1000);
  }

  /** Unix milliseconds of the sandbox's time. */
  get now() {
    return this.#read.now + performance.now() - this.#read.at;
  }

  /** Show times as the walls of `zone` do. */
  setZone(zone) {
    this.zone = zone;
    byId("clock-zone").textContent = zone.place;
  }

  /** Read the clock and what the bot said comes next. */
  async load() {
    const view = await get("clock");
    this.#read = { now: Date.parse(view.now), at: performance.now() };
    this.#nudge = view.next_nudge && Date.parse(view.next_nudge);
    this.#keepSession(view.next_session && Date.parse(view.next_session));
    // An hour ahead is a fair proposal, and a filled field needs fewer taps than an empty one.
    byId("clock-to").value ||= this.zone.wall(this.now + 60 * MINUTE).slice(0, 16);
    this.#show();
  }

  // Once a session has begun the bot reports the one after it; until this one is over the button still leads to its end.
  #keepSession(reported) {
    const underWay = this.#session && this.#session <= this.now && this.now < this.#session + AFTER_SESSION;
    if (!underWay) this.#session = reported;
  }

  #sessionTarget() {
    const before = this.#session - BEFORE_SESSION;
    return before > this.now
      ? { label: "Next session", shown: this.#session, to: before }
      : { label: "After session", shown: this.#session + AFTER_SESSION, to: this.#session + AFTER_SESSION };
  }

  #onClick(id, target) {
    byId(id).addEventListener("click", () => byId(id).ariaDisabled !== "true" && this.moveTo(target()));
  }

  async #goToForm(event) {
    event.preventDefault();
    const to = this.zone.instant(byId("clock-to").value);
    if (to > this.now) await this.moveTo(to);
    else toast("That time has passed; here the clock goes forward.");
  }

  /** Walk forward to `to`, Unix milliseconds; what falls due on the way happens. */
  async moveTo(to) {
    const pressed = document.activeElement;
    this.#setMoving(true, `On the way to ${this.zone.near(to, this.now)}`);
    await this.attempt(() => post("clock", { to: new Date(to).toISOString() }));
    this.#setMoving(false, "");
    await this.attempt(() => this.load());
    if (document.activeElement === document.body) pressed.focus();
  }

  #setMoving(moving, status) {
    this.#moving = moving;
    byId("clock-moves").disabled = moving;
    byId("clock-status").textContent = status;
    byId("clock-status").classList.toggle("moving", moving);
  }

  #show() {
    if (!this.zone) return;
    const { zone, now } = this;
    const [, hour, minute, second] = zone.wall(now).match(/T(\d+):(\d+):(\d+)/);
    setText("clock-time", `${hour}:${minute}`);
    setText("clock-seconds", second);
    setText("clock-date", zone.day(now));
    if (this.#moving) return;
    setMove("next-nudge", "Next nudge", this.#nudge, this.#nudge && this.#whenNudge());
    const { label, shown } = this.#sessionTarget();
    setMove("session", this.#session ? label : "Next session", this.#session, this.#session && zone.near(shown, now));
  }

  #whenNudge() {
    const away = soon(this.#nudge - this.now);
    return away || this.zone.near(this.#nudge, this.now);
  }
}

function setMove(id, label, possible, when) {
  const button = byId(id);
  button.ariaDisabled = possible ? null : "true"; // not disabled, which would take focus away from it
  setText(button.querySelector("b"), label);
  setText(button.querySelector("span"), when || "none planned");
}

// The clock is drawn each second; text that stays the same is left alone.
function setText(place, text) {
  const element = typeof place === "string" ? byId(place) : place;
  if (element.textContent !== text) element.textContent = text;
}
