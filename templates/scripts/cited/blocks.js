// The blocks of a document and their own words.

import { markOfWords } from "../shared/mark.js";

// The eight digits for the words of the block with an anchor.
export function markOf(id) {
  const anchor = document.getElementById(id);
  return anchor ? markOfWords(ownWords(anchor)) : "";
}

// The block that an anchor stands in: a row, a heading, a paragraph or an entry of a list.
export function block(anchor) {
  const around = anchor.closest("tr, .head > p, p, li > .beside > div, li, .head, section, .lead");
  return around.matches(".head") ? around.querySelector("h2, h3, h4, h5, h6") : around;
}

// A block's own words: not its number or mark, not what is nested in it, and nothing of ours.
export function ownWords(anchor) {
  const around = block(anchor);
  if (around.matches("section")) return "";
  const own = around.cloneNode(true);
  const other = ".n, .was, .mark, aside, button, ul, ol, .scroll, .beside, :scope > p";
  for (const each of own.querySelectorAll(other)) each.remove();
  return own.textContent;
}
