// What is typed and chosen → the findings that answer, by document, in the order in which they are
// shown.

import { apart, joined, leftOut, parse, resolve } from "./query.js";
import { rank } from "./rank.js";

export const OF_ONE = 3; // findings of one document before the rest is asked for
export const FIRST = 10; // findings shown at first, and at each further step
export const DOCUMENTS = 4; // documents shown at first: each is fetched by itself
const TOP = 5; // so many of the very best are shown before any that answers less well

// `open` are the filters whose counts are wanted; `complete` is whether the last word is finished.
// Null if there is nothing new to show yet.
export async function answer(typed, { findings, facets, selection, open, order, complete }) {
  const query = parse(typed, findings);
  const narrowed = withChips(selection, query.chips);
  const single = query.places.length && !query.either.length ? apart(query.asked) : [];
  const [all, out, words] = await Promise.all([
    resolve(query.asked, findings, { complete }),
    query.left.length ? leftOut(query.left, findings) : null,
    resolve(single, findings, { complete }),
    facets.load(open, narrowed.chosen),
  ]);
  const resolved = joined(all, query.either);
  const pending = resolved.some((each) => each.pending);
  const known = resolved.filter((each) => !each.pending);
  for (const { place } of known) if (place) query.places.push(place);
  const scoped = query.places.length || query.chips.length;
  if (pending && !known.length && !scoped) return null;
  const holding = known.filter(deciding);
  const inside = within(query.places, findings);
  const listed = (!typed.trim() || (scoped && !query.asked.some(({ kind }) => kind === "phrase"))) && !holding.length;
  const ranked = holding.length ? rank(holding, findings, { strict: Boolean(order), inside, apart: words.filter(deciding), out, passes: facets.passing(narrowed) }) : { ids: listed ? everyFinding(findings, inside) : [], score: null, wanted: 0, within: null };
  const { left, counts } = facets.narrow(ranked.ids, narrowed, open);
  const whole = ranked.wanted > 1 ? left.filter((id) => ranked.hits[id] === ranked.wanted).length : left.length;
  const here = ranked.within === null ? null : left.filter(inside).length;
  return { typed, query, known, pending, counts, before: ranked.ids, ids: left, whole, here, groups: groups(left, ranked.score, order, findings) };
}

const deciding = (each) => !each.common && (each.kind === "phrase" || each.lists.length);

// The filters that were chosen, and those that the words name.
export function withChips({ chosen, from, to }, chips) {
  const all = { ...chosen };
  const bounds = { from, to };
  for (const { filter, values, to: last } of chips) {
    if (filter === "from" || filter === "to") {
      bounds[filter] = values[0];
      if (last) bounds.to = last;
    } else all[filter] = [...new Set([...(all[filter] ?? []), ...values])];
  }
  return { chosen: all, ...bounds };
}

// Whether a finding is of the places that were asked for; null if none was.
function within(places, { start: { authority }, documentOf }) {
  if (!places.length) return null;
  const wanted = new Set(places.flatMap(({ authorities }) => authorities));
  const of = Uint8Array.from(authority, (at) => (wanted.has(at) ? 1 : 0));
  return (id) => of[documentOf[id]] === 1;
}

function everyFinding(findings, inside) {
  const all = Uint32Array.from({ length: findings.count }, (_, id) => id);
  return inside ? all.filter(inside) : all;
}

// The findings of one document. They are put in order when they are shown.
class Group {
  shown = OF_ONE;
  best = 0;
  found = [];

  constructor(document, score) {
    this.document = document;
    this.score = score;
  }

  add(id) {
    this.found.push(id);
    if (this.score && this.score[id] > this.best) this.best = this.score[id];
  }

  // Best first, or as they stand in the document.
  get ids() {
    if (this.score) this.found.sort((a, b) => this.score[b] - this.score[a] || a - b);
    return this.found;
  }
}

// The findings by document: best document first, or by date.
function groups(ids, score, order, { documentOf, start: { published } }) {
  const found = new Map();
  const ranked = order ? null : score;
  for (const id of ids) {
    const document = documentOf[id];
    if (!found.has(document)) found.set(document, new Group(document, ranked));
    found.get(document).add(id);
  }
  if (ranked) showFirst(found, firsts(ids, score).map((id) => documentOf[id]));
  const sign = order === "oldest" ? -1 : 1;
  const sorted = [...found.values()].sort((a, b) => b.best - a.best || sign * (published[b.document] - published[a.document]) || a.document - b.document);
  fill(sorted.slice(0, DOCUMENTS));
  return sorted;
}

// Of the first documents, the last before others, so many more are shown as make `FIRST` in all.
function fill(first) {
  let lacking = FIRST - first.reduce((sum, { shown, found }) => sum + Math.min(shown, found.length), 0);
  for (const group of first.reverse()) {
    const more = Math.max(0, Math.min(lacking, group.found.length - group.shown));
    group.shown += more;
    lacking -= more;
  }
}

// Of the documents with the very best findings (`first`, one for each) but the last no more is
// shown than these, so that what answers less well does not come before them.
function showFirst(found, first) {
  const documents = [...new Set(first)];
  for (const document of documents.slice(0, -1)) found.get(document).shown = first.filter((each) => each === document).length;
}

// The very best of some findings, in order.
function firsts(ids, score) {
  const found = [];
  for (const id of ids) {
    if (found.length === TOP && score[id] <= score[found[TOP - 1]]) continue;
    const at = found.findIndex((other) => score[id] > score[other]);
    found.splice(at < 0 ? found.length : at, 0, id);
    found.length = Math.min(found.length, TOP);
  }
  return found;
}
