// What is typed and chosen → the findings that answer, by document, in the order in which they are
// shown.

import { parse, resolve } from "./query.js";
import { rank } from "./rank.js";

export const OF_ONE = 3; // findings of one document before the rest is asked for
const TOP = 3; // so many of the very best are shown before any that answers less well

// `open` are the filters whose counts are wanted; `complete` is whether the last word is finished.
// Null if there is nothing new to show yet.
export async function answer(typed, { findings, facets, selection, open, order, complete }) {
  const query = parse(typed, findings);
  const [resolved] = await Promise.all([resolve(query.asked, findings, { complete }), facets.load(open)]);
  const pending = resolved.some((each) => each.pending);
  const known = resolved.filter((each) => !each.pending);
  if (pending && !known.length) return null;
  const holding = known.filter((each) => each.kind === "phrase" || each.lists.length);
  const everything = !typed.trim();
  const ranked = holding.length ? rank(holding, findings, Boolean(order)) : { ids: everything ? all(findings) : [], score: null, wanted: 0 };
  const { left, counts } = facets.narrow(ranked.ids, selection);
  const whole = ranked.wanted > 1 ? left.filter((id) => ranked.hits[id] === ranked.wanted).length : left.length;
  return { typed, query, known, counts, before: ranked.ids, ids: left, whole, groups: groups(left, ranked.score, order, findings) };
}

const all = (findings) => Uint32Array.from({ length: findings.count }, (_, id) => id);

// The findings by document: best document first, or by date; within one best first, or in order.
// Of the first documents no more are shown than are among the very best.
function groups(ids, score, order, findings) {
  const found = new Map();
  const best = score && !order;
  const sorted = best ? [...ids].sort((a, b) => score[b] - score[a] || a - b) : ids;
  for (const id of sorted) {
    const document = findings.documentOf[id];
    if (!found.has(document)) found.set(document, { document, ids: [], shown: OF_ONE });
    found.get(document).ids.push(id);
  }
  const list = [...found.values()];
  if (!best) {
    const { published } = findings.start;
    const sign = order === "oldest" ? -1 : 1;
    return list.sort((a, b) => sign * (published[b.document] - published[a.document]) || a.document - b.document);
  }
  const first = sorted.slice(0, TOP).map((id) => findings.documentOf[id]);
  const last = first.findLastIndex((document, at) => first.indexOf(document) === at);
  for (const document of new Set(first.slice(0, last))) found.get(document).shown = first.filter((each) => each === document).length;
  if (last >= 0) found.get(first[last]).shown = OF_ONE;
  return list;
}
