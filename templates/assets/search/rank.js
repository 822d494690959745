// What is asked for → the findings that answer, each with how well.

import { LEVELS } from "./postings.js";

const CONTEXT = 0.12; // what a word weighs that stands only in the heading or the lead-in
const ALL = 1000; // findings with everything come before those with less
const FEW = 10; // with fewer answers than this, those that lack one thing are shown after them

export function rank(resolved, findings) {
  const { count } = findings;
  const score = new Float32Array(count);
  const hits = new Uint8Array(count);
  const best = new Float32Array(count);
  const phrases = resolved.filter((each) => each.kind === "phrase").length;
  const exact = new Uint8Array(phrases ? count : 0);
  for (const each of resolved) {
    const touched = [];
    for (const { ids, levels, held, share } of each.lists) {
      const rare = Math.log(1 + (count - held + 0.5) / (held + 0.5));
      for (let at = 0; at < ids.length; at += 1) {
        const weight = share * rare * (levels[at] ? 0.25 + levels[at] / LEVELS : CONTEXT);
        if (!best[ids[at]]) touched.push(ids[at]);
        if (weight > best[ids[at]]) best[ids[at]] = weight;
      }
    }
    for (const id of touched) {
      score[id] += best[id];
      best[id] = 0;
      hits[id] += 1;
      if (each.kind === "phrase") exact[id] += 1;
    }
  }
  const wanted = resolved.length;
  const holding = new Uint32Array(wanted + 1);
  for (let id = 0; id < count; id += 1) if (!phrases || exact[id] === phrases) holding[hits[id]] += 1;
  let need = wanted;
  while (need > 1 && !holding[need]) need -= 1;
  if (wanted > 2 && need === wanted && holding[need] < FEW) need -= 1;
  const ids = [];
  for (let id = 0; id < count; id += 1) {
    if (hits[id] < need || (phrases && exact[id] < phrases) || !hits[id]) continue;
    if (hits[id] === wanted) score[id] += ALL;
    ids.push(id);
  }
  return { ids, score, hits, wanted, all: holding[wanted], need };
}
