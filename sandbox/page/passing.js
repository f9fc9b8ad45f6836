/** Words that pass by: the bot's short answers to taps, and the page's own notices. */

import { byId } from "./dom.js";

const TOAST_MILLISECONDS = 3_500;
let hiding;

/** A line that floats over the chat for a moment. */
export function toast(text) {
  const line = byId("toast");
  clearTimeout(hiding);
  line.textContent = text;
  line.classList.add("shown");
  hiding = setTimeout(() => line.classList.remove("shown"), TOAST_MILLISECONDS);
}

/** A line that stays above the chat until it is set to "". */
export function notice(text) {
  const line = byId("notice");
  if (text) line.textContent = text;
  line.classList.toggle("shown", text !== "");
}
