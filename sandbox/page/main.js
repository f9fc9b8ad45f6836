/** Puts the page together, and follows the sandbox's stream of events. */

import { ANEW, AwayError, RefusedError, get, post } from "./api.js";
import { Clock } from "./clock.js";
import { Composer } from "./composer.js";
import { byId } from "./dom.js";
import { Messages } from "./messages.js";
import { notice, toast } from "./passing.js";
import { People } from "./people.js";
import { Player } from "./player.js";
import { Zone } from "./time.js";
import { Viewer } from "./viewer.js";

const TYPING_MILLISECONDS = 5_000;
const LONGEST_PAUSE = 3_000;

let settings = {};
let zone = new Zone();
let newest = 0; // the highest message id seen: what is above it is new
let lastToast = 0;
let typing;

let inTurn = Promise.resolve();

const people = new People(() => attempt(() => afterTheLast(loadPerson)));
const viewer = new Viewer();
const messages = new Messages({
  press,
  say,
  quote: (text) => composer.quote(text),
  enlarge: (...what) => viewer.open(...what),
  spokenTo: (tag) => people.spokenTo(tag),
});
const composer = new Composer({ say, sendPhoto });
const clock = new Clock(attempt);
const player = new Player({
  meet: (name, role) => people.meet(name, role, people.language),
  show: (person) => people.show(person),
  home: () => people.current,
  language: () => people.language,
  type: (text, breath) => composer.type(text, breath),
  send: () => composer.send(),
  clear: () => composer.clear(),
  press,
  mark: (...button) => messages.mark(...button),
  quiet: (on) => messages.quiet(on),
  settled,
  moveTo: (instant) => clock.moveTo(instant),
  now: () => clock.now,
  zone: () => zone,
});

byId("join").addEventListener("click", () => {
  say(`/start ${people.current.invite}`);
  composer.focus(); // the button goes
});

/** Runs a request; what went wrong is said on the page. Resolves to whether it went well. */
async function attempt(work) {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof RefusedError) toast(error.message);
    else if (error instanceof AwayError) toast("The sandbox is not answering just now.");
    else throw error;
    return false;
  }
}

/** One change of what is shown at a time: a switch of person and news may come together. */
function afterTheLast(work) {
  const done = inTurn.then(work);
  inTurn = done.catch(() => {}); // whoever asked for it hears of the error
  return done;
}

const asPerson = (body) => ({ user: people.current.id, name: people.current.name, ...speaking(), ...body });
const speaking = () => ({ language_code: people.language });

function say(text) {
  return attempt(() => post("say", asPerson({ text })));
}

function sendPhoto() {
  return attempt(() => post("send", asPerson({ kind: "photo" })));
}

async function press(messageId, row, label) {
  const body = { user: people.current.id, ...speaking(), message_id: messageId, row, label };
  if (!(await attempt(() => post("press", body)))) messages.settle(messageId);
}

/** The bot has nothing left to do, and all of it is shown. */
async function settled() {
  await get("idle?timeout=20");
  await afterTheLast(() => updateChat(1));
}

async function loadEverything() {
  settings = await get("page-settings");
  player.load(settings.stories);
  zone = new Zone(settings.zone);
  clock.setZone(zone);
  people.offer(settings.languages);
  await Promise.all([people.load(settings.people), clock.load()]);
  await loadPerson();
  document.body.classList.remove("loading");
}

/** The chat and menu of the person chosen; an answer that comes after another was chosen is dropped. */
async function loadPerson() {
  const { current } = people;
  const [chat, menu] = await Promise.all([get(`chat?user=${current.id}`), get(`commands?user=${current.id}`)]);
  if (current.id !== people.current.id) return;
  composer.setMenu(menu.commands);
  lastToast = chat.toasts.at(-1)?.n ?? 0;
  newest = Math.max(newest, chat.messages.at(-1)?.message_id ?? 0);
  setTyping(false);
  await messages.replace(chat.messages, zone);
  showWelcome();
  // Whoever chose the person, or has just come, goes on to type; whoever is at the story's buttons stays there.
  if (document.activeElement === document.body || byId("people-panel").contains(document.activeElement)) composer.focus();
}

async function updateChat(fromId) {
  const { current } = people;
  const chat = await get(`chat?user=${current.id}&after=${fromId - 1}`);
  if (current.id !== people.current.id) return;
  setTyping(false);
  await messages.update(chat.messages, zone);
  showWelcome();
}

async function showToasts() {
  const { current } = people;
  const { toasts } = await get(`chat?user=${current.id}&after=${newest}`);
  if (current.id !== people.current.id) return;
  const fresh = toasts.filter(({ n }) => n > lastToast);
  if (!fresh.length) return;
  lastToast = fresh.at(-1).n;
  toast(fresh.at(-1).text);
}

function showWelcome() {
  const { name, role, invite } = people.current;
  byId("welcome").hidden = !messages.empty;
  byId("join").hidden = !invite;
  byId("welcome").firstElementChild.textContent = invite
    ? `${name} has an invite to the practice as ${role}.`
    : `${name} has not written yet.`;
}

function setTyping(on) {
  clearTimeout(typing);
  byId("presence").textContent = on ? "typing…" : "bot";
  if (on) typing = setTimeout(() => setTyping(false), TYPING_MILLISECONDS);
}

async function take(events) {
  const mine = events.filter(({ user }) => user === people.current.id);
  const kinds = new Set(events.map(({ kind }) => kind));
  if (kinds.has("people")) await people.load(settings.people);
  if (mine.some(({ kind }) => kind === "typing")) setTyping(true);
  const changed = mine.filter(({ kind }) => kind === "message").map((event) => event.message_id);
  if (changed.length) await updateChat(Math.min(...changed));
  for (const { kind, message_id } of mine) if (kind === "toast" || kind === "answered") messages.settle(message_id);
  if (mine.some(({ kind }) => kind === "toast")) await showToasts();
  if (kinds.has("commands")) composer.setMenu((await get(`commands?user=${people.current.id}`)).commands);
  markOthers(events);
}

function markOthers(events) {
  for (const { kind, user, message_id } of events) {
    if (kind !== "message" || message_id <= newest) continue;
    newest = message_id;
    if (user !== people.current.id) people.markUnread(user);
  }
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function step(after) {
  const asked = performance.now();
  const news = await get(`events?after=${after}`);
  await afterTheLast(() => (news.reset ? loadEverything() : take(news.events)));
  await clock.load(); // the coming session is reported without an event of its own
  // A sandbox that is shutting down lets go of everyone at once and would be asked again and again.
  if (!news.events.length && !news.reset && performance.now() - asked < 1_000) await pause(500);
  return news.after;
}

async function follow() {
  let after = ANEW;
  let wait = 250;
  for (;;) {
    try {
      after = await step(after);
      notice("");
      wait = 250;
    } catch (error) {
      if (!(error instanceof AwayError)) throw error;
      notice("The sandbox is away for a moment. This page goes on by itself when it is back.");
      after = ANEW;
      await pause(wait);
      wait = Math.min(2 * wait, LONGEST_PAUSE);
    }
  }
}

await follow();
