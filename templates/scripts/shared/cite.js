// A passage to cite: its citation and its address, copied for pasting.

import { markOfWords } from "./mark.js";

const SAID = 1600; // milliseconds for which a button says that it has copied
const OPENING = 8; // words by which a passage without a number is known

// Its address, with the mark of its words as they are now.
export function address({ url, words }) {
  const whole = new URL(url, location.href);
  if (words) whole.search = `?v=${markOfWords(words)}`;
  return whole.href;
}

// “Ofsted, Inspection of …, Northtown, 30 June 2010, paragraph 12, page 7 of the original. https://…”
export function citation(passage) {
  const { citation: document, label, heading, words, page } = passage;
  const place = label.charAt(0).toLowerCase() + label.slice(1);
  const known = /^Paragraph \d+$/.test(label) || !words;
  const parts = [document, place, !known && heading && `under “${heading}”`, !known && `“${opening(words)}”`, page && `page ${page} of the original`];
  return `${parts.filter(Boolean).join(", ")}. ${address(passage)}`;
}

function opening(words) {
  const first = words.trim().split(/\s+/);
  return first.slice(0, OPENING).join(" ") + (first.length > OPENING ? " …" : "");
}

// A button that copies some words, or the same in several formats, and says so; what it says is
// heard too.
export function copyButton(words, copied, text) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "copy";
  made.textContent = words;
  made.addEventListener("click", async () => {
    try {
      await write(await text());
      made.textContent = copied;
    } catch {
      made.textContent = "Could not copy";
    }
    announce(made.textContent);
    setTimeout(() => (made.textContent = words), SAID);
  });
  return made;
}

async function write(text) {
  if (typeof text === "string") return navigator.clipboard.writeText(text);
  const formats = Object.entries(text).map(([type, words]) => [type, new Blob([words], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(formats))]);
}

function announce(words) {
  let region = document.querySelector("#copied");
  if (!region) {
    region = document.createElement("p");
    region.id = "copied";
    region.className = "hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}

export const copyButtons = (passage) => [
  copyButton("Copy citation", "Citation copied", () => citation(passage)),
  copyButton("Copy link", "Link copied", () => address(passage)),
];
