/** Whose phone this is: the people of the demo, whoever else has spoken, and somebody new. */

import { get } from "./api.js";
import { disclosure } from "./disclosure.js";
import { byId, make } from "./dom.js";

const FIRST = { id: 1001, name: "Ana" };
const LANGUAGES = [{ code: "en", name: "English" }, { code: "es", name: "Español" }];

export class People {
  #known = [];
  #added = [];
  #chosen = new Map(); // languages chosen here; the bot hears of one with the person's next message or tap
  #language = byId("language");
  #offered = [];
  #unread = new Set();
  #list = byId("people");
  #who = byId("who");
  #disclosure = disclosure(this.#who, byId("people-panel"));

  /** `onSwitch` is called after another person's phone was chosen. */
  constructor(onSwitch) {
    this.current = FIRST;
    this.onSwitch = onSwitch;
    this.#language.addEventListener("change", () => this.#chosen.set(this.current.id, this.#language.value));
    byId("newcomer").addEventListener("submit", (event) => this.#add(event));
    addEventListener("hashchange", () => this.#choose(this.#fromAddress()));
  }

  /** Ask anew who there is. `invited` are the people of the page's settings. */
  async load(invited = []) {
    const { users } = await get("users");
    const alone = invited.length ? [] : [FIRST]; // a sandbox without a demo still has somebody to begin with
    const known = new Map();
    for (const person of [...alone, ...this.#added, ...users, ...invited]) {
      known.set(person.id, { ...known.get(person.id), ...person });
    }
    this.#known = [...known.values()].sort((a, b) => a.id - b.id);
    this.current = this.#fromAddress();
    this.#show();
  }

  /** The languages a phone can be set to: `[{code, name}]`, each named in itself. */
  offer(languages = LANGUAGES) {
    this.#offered = languages.map(({ code }) => code);
    this.#language.replaceChildren(...languages.map(({ code, name }) => new Option(name, code)));
  }

  /** What the phone of the person shown speaks, an IETF tag. */
  get language() {
    return this.#chosen.get(this.current.id) ?? this.current.language_code ?? "en";
  }

  /** What is written to a phone set to `tag`: a bot that does not speak it falls back on its first language. */
  spokenTo(tag) {
    return this.#offered.includes(tag.split("-")[0].toLowerCase()) ? tag : this.#offered[0];
  }

  /** Somebody else got a message. */
  markUnread(id) {
    this.#unread.add(id);
    this.#show();
  }

  // The address says whose phone is shown, so that two windows can show two phones and a reload the same one.
  #fromAddress() {
    const withId = (id) => this.#known.find((person) => String(person.id) === id);
    return withId(location.hash.slice(1)) ?? withId(String(this.current.id)) ?? this.#known[0];
  }

  /** Somebody new, named as she is called or, where that name is taken, with a number; her phone is not shown yet. */
  meet(name, role, language) {
    const taken = new Set(this.#known.map((person) => person.name));
    let free = name;
    for (let n = 2; taken.has(free); n += 1) free = `${name} ${n}`;
    const person = { id: Math.max(...this.#known.map(({ id }) => id)) + 1, name: free, role };
    this.#added.push(person);
    this.#known.push(person);
    if (language) this.#chosen.set(person.id, language);
    this.#show();
    return person;
  }

  /** Show this person's phone; resolves once it is shown. */
  async show(person) {
    history.replaceState(null, "", `#${person.id}`);
    await this.#choose(person);
  }

  async #choose(person) {
    if (person.id === this.current.id) return;
    this.current = person;
    this.#unread.delete(person.id);
    this.#show();
    await this.onSwitch();
  }

  #add(event) {
    event.preventDefault();
    const field = byId("newcomer-name");
    const name = field.value.trim();
    if (!name) return;
    const person = this.meet(name);
    field.value = "";
    this.#disclosure.close();
    location.hash = person.id;
  }

  #show() {
    this.#list.replaceChildren(...this.#known.map((person) => make("li", {}, this.#entry(person))));
    this.#who.replaceChildren(...portrait(this.current));
    this.#who.classList.toggle("unread", this.#unread.size > 0);
    if (![...this.#language.options].some(({ value }) => value === this.language)) this.#language.add(new Option(this.language));
    this.#language.value = this.language;
    this.#who.ariaLabel = `${described(this.current)}: change person`;
  }

  #entry(person) {
    const entry = make("button", { type: "button" }, ...portrait(person));
    entry.classList.toggle("unread", this.#unread.has(person.id));
    if (this.#unread.has(person.id)) entry.append(make("span", { className: "unseen", textContent: "new message" }));
    if (person.id === this.current.id) entry.setAttribute("aria-current", "true");
    entry.addEventListener("click", () => {
      this.#disclosure.close();
      location.hash = person.id;
    });
    return entry;
  }
}

function portrait(person) {
  const initial = make("span", { className: "initial", textContent: [...person.name][0], ariaHidden: "true" });
  initial.dataset.tone = String(person.id % 4);
  const role = person.role ? [make("small", { textContent: person.role })] : [];
  return [initial, make("span", { className: "name" }, person.name, ...role)];
}

function described({ name, role }) {
  return role ? `${name}, ${role}` : name;
}
