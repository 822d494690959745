// The words that a search was for, shown where it led. They are drawn over the text, which stays as
// it is.

import { block } from "./blocks.js";

export function showFound() {
  const found = read();
  const anchor = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!found || !anchor || !globalThis.Highlight || found.place !== location.pathname + location.hash) return;
  const own = block(anchor);
  const texts = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
  const ranges = [];
  while (texts.nextNode())
    for (const words of found.words)
      for (let at = texts.currentNode.data.indexOf(words); at >= 0; at = texts.currentNode.data.indexOf(words, at + 1)) {
        const range = new Range();
        range.setStart(texts.currentNode, at);
        range.setEnd(texts.currentNode, at + words.length);
        ranges.push(range);
      }
  CSS.highlights.set("found", new Highlight(...ranges));
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem("found"));
  } catch {
    return null; // storage may be switched off
  }
}
