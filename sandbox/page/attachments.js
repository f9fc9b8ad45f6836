/** What is attached to a message: a picture or a PDF in place, the beginning of a text, and always a way to keep it. */

import { make } from "./dom.js";

const OPEN_PDF = "#toolbar=0&navpanes=0&view=FitH"; // what Chromium's viewer and pdf.js understand; others pass over it
const LINES = 8;
const LINE_LENGTH = 160;
const READ_BYTES = 4096;

const KINDS = {
  csv: "table as text",
  html: "page, shown as text only",
  ics: "calendar",
  jpg: "picture",
  json: "data",
  ndjson: "data",
  pdf: "PDF",
  png: "picture",
  txt: "text",
  xlsx: "spreadsheet",
  zip: "archive",
};

/** The elements for `message`'s photo or document, if any; `enlarge(picture, message)` is called for a picture opened. */
export async function attached(message, enlarge) {
  if (message.photo) return picture(message, enlarge);
  if (message.document) return document(message.document);
  return [];
}

async function picture(message, enlarge) {
  const { photo } = message;
  const [about] = message.text.split("\n");
  const image = make("img", { src: photo.url, alt: about ? `Picture: ${about}` : "Picture" });
  // Shown only once its size is known, so that nothing jumps when it arrives.
  const readable = await image.decode().then(() => true, () => false);
  if (!readable) return [card(photo)];
  image.width = image.naturalWidth;
  image.height = image.naturalHeight;
  const link = make("a", { className: "picture", href: photo.url, title: "Open it large", ariaHasPopup: "dialog" }, image);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a window of its own is the browser's business
    event.preventDefault();
    enlarge(image, message);
  });
  return [link];
}

async function document(file) {
  if (file.shown === "application/pdf") return pdf(file);
  if (file.shown === "text/plain") return [...(await preview(file)), card(file)];
  return [card(file)];
}

// A browser without a viewer of its own, as on most phones, would download each PDF it is shown a frame of.
function pdf(file) {
  const open = make("a", { className: "open", href: file.url, target: "_blank", rel: "noopener", textContent: "Open in a new tab" });
  if (!navigator.pdfViewerEnabled) return [card(file), open];
  const frame = make("iframe", { className: "frame", src: file.url + OPEN_PDF, title: file.file_name, loading: "lazy" });
  return [frame, card(file), open];
}

async function preview({ url, file_name }) {
  const text = await beginning(url).catch(() => ""); // without it there is still the card
  if (!text.trim()) return [];
  const lines = text.split(/\r?\n/).slice(0, LINES);
  const shown = lines.map((line) => (line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line));
  const pre = make("pre", { className: "preview", textContent: shown.join("\n"), tabIndex: 0, role: "group" });
  pre.ariaLabel = `Beginning of ${file_name}`;
  return [pre];
}

async function beginning(url) {
  const reader = (await fetch(url)).body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (text.length < READ_BYTES) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += value;
  }
  await reader.cancel();
  return text.slice(0, READ_BYTES);
}

function card({ url, file_name, size }) {
  const ending = file_name.includes(".") ? file_name.split(".").at(-1).toLowerCase() : "";
  const about = [KINDS[ending] ?? "file", bytes(size), "download"].join(" · ");
  return make(
    "a",
    { className: "file", href: url, download: file_name },
    make("span", { className: "ending", textContent: ending.slice(0, 4) || "file", ariaHidden: "true" }),
    make("span", { className: "name", textContent: file_name }),
    " ",
    make("span", { className: "size", textContent: about }),
  );
}

function bytes(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${Math.round(size / 1024)} kB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}
