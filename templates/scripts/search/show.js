// A finding as a result: where it stands, its words around those asked for, what to do with it.

import { copyButtons } from "../shared/cite.js";
import { element } from "./dom.js";

const AROUND = 130; // characters shown before and after the words asked for
const LONGEST = 420; // a passage up to this long is shown whole

// What of some words was asked for, as [start, end] in order.
export function marks(text, resolved, words) {
  const tokens = words.read(text);
  const stems = new Set(resolved.flatMap((each) => each.stems));
  const rows = new Set(resolved.flatMap((each) => each.rows));
  const found = tokens.filter((token) => stems.has(token.stem)).map(({ start, end }) => [start, end]);
  for (const { start, end, row } of words.meanings(tokens))
    if (rows.has(row)) found.push([tokens[start].start, tokens[end - 1].end]);
  for (const { tokens: asked } of resolved.filter((each) => each.kind === "phrase"))
    tokens.forEach((token, at) => {
      if (asked.every((each, step) => tokens[at + step]?.written === each.written))
        found.push([token.start, tokens[at + asked.length - 1].end]);
    });
  const merged = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = merged.at(-1);
    if (last && /^\s?$/.test(text.slice(last[1], Math.max(start, last[1])))) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

// The part of a text to show: around the place with most that was asked for.
function excerpt(text, found) {
  if (text.length <= LONGEST) return [0, text.length];
  const near = (start) => new Set(found.filter(([at]) => at >= start && at < start + 2 * AROUND).map(([at, end]) => text.slice(at, end).toLowerCase())).size;
  const [best = [0, 0]] = [...found].sort((a, b) => near(b[0]) - near(a[0]) || a[0] - b[0]);
  let from = Math.max(0, best[0] - AROUND);
  let to = Math.min(text.length, from + LONGEST);
  if (to === text.length) from = Math.max(0, to - LONGEST);
  if (from) from = text.indexOf(" ", from) + 1;
  if (to < text.length) to = text.lastIndexOf(" ", to);
  return [from, to];
}

export function marked(text, found, from = 0, to = text.length) {
  const parts = [];
  let at = from;
  for (const [start, end] of found) {
    if (start < from || end > to) continue;
    parts.push(text.slice(at, start), element("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at, to));
  return parts;
}

export function chip({ grade, number, steps }) {
  if (!grade) return null;
  const of = element("span", { class: "of" }, `${number} of ${steps}`);
  return element("span", { class: `chip g${number}` }, element("b", {}, grade), " ", of);
}

// What a finding is called wherever it stands: “Torbay 2022, paragraph 18”.
export function named({ place, published, label, heading, page }) {
  const lower = label.charAt(0).toLowerCase() + label.slice(1);
  const where = /\d/.test(label) ? lower : [lower, heading && `under “${heading}”`, page && `page ${page}`].filter(Boolean).join(", ");
  return `${place} ${published.slice(-4)}, ${where}`;
}

export function showFinding(passage, resolved, words) {
  const found = marks(passage.words, resolved, words);
  const [from, to] = excerpt(passage.words, found);
  const link = element("a", { class: "place", href: passage.url }, named(passage));
  link.addEventListener("click", () => remember(passage, found));
  const heading = passage.heading && /\d/.test(passage.label) ? element("span", { class: "above" }, ...marked(passage.heading, marks(passage.heading, resolved, words))) : null;
  const where = element("p", { class: "where" }, link, passage.service ? ` · ${passage.service}` : null, heading && " · ", heading, " ", chip(passage));
  const said = passage.lead.replace(/:\s*$/, "") === passage.timescale; // told above it
  const lead = passage.lead && !said && passage.lead.length < 200 ? element("p", { class: "lead-in" }, ...marked(passage.lead, marks(passage.lead, resolved, words))) : null;
  const told = [passage.told, passage.timescale].filter(Boolean).join(" · ");
  const shown = element("p", { class: "words" }, from ? "… " : null, ...marked(passage.words, found, from, to), to < passage.words.length ? " …" : null);
  const tools = element("p", { class: "tools" }, ...copyButtons(passage));
  return element("li", { class: "finding" }, where, told ? element("p", { class: "told-to" }, told) : null, lead, shown, tools);
}

// The words to mark where the link leads; the page of the document reads them.
function remember(passage, found) {
  const words = [...new Set(found.map(([start, end]) => passage.words.slice(start, end)))];
  try {
    sessionStorage.setItem("found", JSON.stringify({ place: passage.url, words }));
  } catch {
    // Storage may be switched off; the passage is marked all the same.
  }
}
