/** Times of the sandbox's clock as the practice's wall shows them. Instants are Unix milliseconds. */

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** One IANA zone; without a name, the browser's own. */
export class Zone {
  #hour;
  #date;
  #day;
  #wall;

  constructor(name) {
    const format = (locale, options) => new Intl.DateTimeFormat(locale, { timeZone: name, ...options });
    this.#hour = format("en-GB", { hour: "2-digit", minute: "2-digit" });
    this.#date = format("en-GB", { weekday: "long", day: "numeric", month: "long" });
    this.#day = format("en-GB", { weekday: "short", day: "numeric", month: "short" });
    // Swedish writes dates as ISO 8601 does.
    this.#wall = format("sv-SE", { dateStyle: "short", timeStyle: "medium" });
    this.place = this.#hour.resolvedOptions().timeZone.split("/").at(-1).replaceAll("_", " ");
  }

  /** `13:30` */
  hour(instant) {
    return this.#hour.format(instant);
  }

  /** `Tuesday 1 December` */
  date(instant) {
    return this.#date.format(instant).replace(",", "");
  }

  /** `13:30` on the day of `now`, else `Tue 1 Dec, 13:30`. */
  near(instant, now) {
    const hour = this.hour(instant);
    return this.dayKey(instant) === this.dayKey(now) ? hour : `${this.day(instant)}, ${hour}`;
  }

  /** `Tue 1 Dec` */
  day(instant) {
    return this.#day.format(instant).replace(",", "");
  }

  /** `2026-12-01`, the same for every instant of one local day. */
  dayKey(instant) {
    return this.wall(instant).slice(0, 10);
  }

  /** `2026-12-01T13:30:00`, the form of a date-time input. */
  wall(instant) {
    return this.#wall.format(instant).replace(" ", "T");
  }

  /** The instant at which the wall shows this; one inside a spring gap comes out within an hour of it. */
  instant(wall) {
    const asUtc = Date.parse(`${wall}Z`);
    const guess = asUtc - this.#offset(asUtc);
    return asUtc - this.#offset(guess);
  }

  /** Nine in the morning of the day after. */
  tomorrowAtNine(now) {
    const tomorrow = new Date(Date.parse(this.dayKey(now)) + DAY).toISOString().slice(0, 10);
    return this.instant(`${tomorrow}T09:00:00`);
  }

  /** The next instant after `now` at which the wall shows `weekday` (Monday is 1) and `time` (`16:10`). */
  next(weekday, time, now) {
    const today = Date.parse(this.dayKey(now));
    for (let days = 0; ; days += 1) {
      const day = new Date(today + days * DAY);
      const instant = this.instant(`${day.toISOString().slice(0, 10)}T${time}:00`);
      if ((day.getUTCDay() || 7) === weekday && instant > now) return instant;
    }
  }

  #offset(instant) {
    const whole = Math.floor(instant / 1000) * 1000;
    return Date.parse(`${this.wall(whole)}Z`) - whole;
  }
}

/** `in 18 s`, `in 5 min`; nothing from an hour on, where the time of day says more. */
export function soon(milliseconds) {
  if (milliseconds < 0 || milliseconds >= HOUR) return "";
  if (milliseconds < MINUTE) return `in ${Math.ceil(milliseconds / 1000)} s`;
  return `in ${Math.ceil(milliseconds / MINUTE)} min`;
}
