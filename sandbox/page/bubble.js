/** One message: its bubble, what is attached to it, and the buttons below. */

import { attached } from "./attachments.js";
import { make } from "./dom.js";
import { richText } from "./richtext.js";

const OTHER_KINDS = { voice: "Voice message", contact: "Contact", location: "Location" };

/** Fills `article` with the message's present state. `deeds` are press, say, quote and enlarge; `hour` is when it was sent. */
export async function fill(article, message, hour, deeds) {
  const attachment = await attached(message, (picture) => deeds.enlarge(picture, message, article));
  const text = make("div", { className: "text" });
  if (message.html) text.append(richText(message.html, taps(message, deeds)));
  else if (message.kind) text.append(OTHER_KINDS[message.kind] ?? message.kind);
  text.append(meta(message, hour));
  const bubble = make("div", { className: "bubble" }, ...attachment, text);
  const hadFocus = article.contains(document.activeElement);
  article.lang = message.lang;
  article.replaceChildren(bubble, ...keyboard(message, deeds));
  // The button just pressed is gone with the old keyboard; whoever uses the keys goes on from where it was.
  if (hadFocus) (article.querySelector(".keyboard button") ?? article).focus();
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
