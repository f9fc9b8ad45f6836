/** Message HTML as elements: only what Telegram's subset knows is built, everything else is text. */

import { make } from "./dom.js";

const PLAIN = new Set(["b", "i", "u", "s", "pre", "blockquote"]);
const COMMAND = /(?<![\w/<>])\/[a-z0-9_]{1,32}(?![\w/<>])/gi;

/**
 * The message as a fragment. `onCode` is given the text of a tapped <code>, `onCommand` a tapped /command;
 * without `onCommand` commands stay text.
 */
export function richText(html, { onCode, onCommand }) {
  // A document made by DOMParser runs no script and loads no image.
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const fragment = document.createDocumentFragment();
  fragment.append(...children(source, { onCode, onCommand }));
  return fragment;
}

function children(node, taps) {
  return [...node.childNodes].flatMap((child) => built(child, taps));
}

function built(node, taps) {
  if (node.nodeType === Node.TEXT_NODE) return withCommands(node.data, taps.onCommand);
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const tag = node.localName;
  if (PLAIN.has(tag)) return [make(tag, {}, ...children(node, tag === "pre" ? {} : taps))];
  if (tag === "code") return [code(node, taps.onCode)];
  if (tag === "a") return [link(node, taps)];
  if (tag === "tg-spoiler") return [spoiler(node, taps)];
  return children(node, taps);
}

function withCommands(text, onCommand) {
  if (!onCommand) return [text];
  const pieces = [];
  let done = 0;
  for (const match of text.matchAll(COMMAND)) {
    const [command] = match;
    const button = make("button", { type: "button", className: "command", textContent: command });
    button.addEventListener("click", () => onCommand(command));
    pieces.push(text.slice(done, match.index), button);
    done = match.index + command.length;
  }
  return [...pieces, text.slice(done)];
}

function code(node, onCode) {
  const text = node.textContent;
  const shown = make("code", { textContent: text });
  if (!onCode) return shown;
  const button = make("button", { type: "button", className: "code", title: "Put it in the message line" }, shown);
  button.addEventListener("click", () => onCode(text));
  return button;
}

function link(node, taps) {
  const address = node.getAttribute("href") ?? "";
  const inside = children(node, { ...taps, onCode: null, onCommand: null });
  if (!/^(https?|mailto|tel|tg):/i.test(address)) return make("span", {}, ...inside);
  return make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

function spoiler(node, taps) {
  const hidden = make("span", { className: "spoiler", tabIndex: 0, role: "button", ariaLabel: "Hidden text, tap to show" });
  hidden.append(...children(node, { ...taps, onCode: null, onCommand: null }));
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    hidden.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
  };
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", reveal);
  return hidden;
}
