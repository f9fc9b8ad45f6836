/** One message: its bubble, what is attached to it, and the buttons below. */

import { attached } from "./attachments.js";
import { byId, make } from "./dom.js";
import { richText } from "./richtext.js";

const OTHER_KINDS = { voice: "Voice message", contact: "Contact", location: "Location" };

/**
 * Fills `article` with the message's present state; `before` is the state it shows, if any. `deeds` are press, say, quote,
 * enlarge and spokenTo; `hour` is when it was sent.
 */
export async function fill(article, message, before, hour, deeds) {
  const sameWords = before?.html === message.html && before.lang === message.lang;
  const bubble = sameWords ? article.querySelector(".bubble") : await drawn(article, message, deeds);
  const focused = article.contains(document.activeElement) ? document.activeElement : null;
  article.lang = deeds.spokenTo(message.lang);
  article.ariaLabel = message.from === "bot" ? byId("bot-name").textContent : "You";
  // What stays as it was is not read out once more: of words that are the same only the "edited" is drawn anew.
  if (sameWords) article.querySelector(".keyboard")?.remove();
  else article.replaceChildren(bubble);
  article.append(...keyboard(message, deeds));
  bubble.querySelector(".text .meta")?.remove();
  bubble.querySelector(".text").append(meta(message, hour));
  if (focused && !focused.isConnected) successor(article, focused).focus();
}

async function drawn(article, message, deeds) {
  const attachment = await attached(message, (picture) => deeds.enlarge(picture, message, article));
  const text = make("div", { className: "text" });
  if (message.html) text.append(richText(message.html, taps(message, deeds)));
  else if (message.kind) text.append(OTHER_KINDS[message.kind] ?? message.kind);
  return make("div", { className: "bubble" }, ...attachment, text);
}

/**
 * Where focus goes on when what had it was drawn anew: to the button that says the same, ticked or not, else to the message,
 * whose buttons are then a Tab away. Never to another button: a second Enter would press it unread.
 */
function successor(article, focused) {
  const label = (button) => button.textContent.replace("✓", "").trim();
  const same = [...article.querySelectorAll(".keyboard button")].find((button) => label(button) === label(focused));
  return same ?? article;
}

function taps(message, deeds) {
  if (message.from !== "bot") return {};
  return { onCode: deeds.quote, onCommand: deeds.say };
}

function meta(message, hour) {
  const time = make("time", { textContent: hour, dateTime: new Date(message.date * 1000).toISOString() });
  const edited = message.edits && message.from === "bot" ? [make("span", { className: "edited", textContent: "edited" })] : [];
  return make("span", { className: "meta" }, ...edited, time);
}

function keyboard(message, deeds) {
  if (!message.buttons.length) return [];
  const rows = message.buttons.map((labels, row) => {
    const buttons = labels.map((label, column) => button(message, label, row, column, deeds));
    return make("div", { className: "row" }, ...buttons);
  });
  return [make("div", { className: "keyboard", role: "group", ariaLabel: "Answers" }, ...rows)];
}

function button(message, label, row, column, deeds) {
  const address = message.urls[row][column];
  if (address) return make("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: label });
  const pressed = make("button", { type: "button", textContent: label });
  pressed.addEventListener("click", () => {
    pressed.ariaBusy = "true";
    deeds.press(message.message_id, row, label);
  });
  return pressed;
}
