// What is asked for → the findings that answer, each with how well.
//
// A finding answers better the more of what was asked it holds, the rarer that is, the more weight
// it has there (BM25), and the nearer together it stands.

import { EVERYWHERE, LEVELS, WINDOWS } from "./postings.js";

const CONTEXT = 0.12; // what a word weighs that stands only in the heading or the lead-in
const CLOSE = 1; // how much more a finding answers that has everything in one place
const ELSEWHERE = 0.2; // what is left of it outside the place or the year that was asked for
const FEW = 10; // with fewer answers than this, those that have most of it are shown as well
const MOST = 0.4; // of what was asked, by what it is worth
const LEAST = 1; // what a word is worth that all findings hold
const MORE = 0.3; // what each further word adds to a thing asked for in several
const EPSILON = 1e-3; // for sums in another order

// `strict` leaves out what lacks anything, if there is what lacks nothing.
export function rank(resolved, findings, strict) {
  const { count } = findings;
  const found = { score: new Float32Array(count), cover: new Float32Array(count), hits: new Uint8Array(count) };
  const near = Array.from({ length: WINDOWS }, () => new Float32Array(count));
  const within = new Uint8Array(count); // how many of the places and years asked for
  const exact = new Uint8Array(count); // how many of the phrases
  let all = 0;
  for (const each of resolved) {
    const { ids, weights, windows } = gathered(each, count);
    const rare = each.scope ? 0 : worth(each, ids.length, count);
    all += rare;
    for (const id of ids) {
      found.score[id] += rare * weights[id];
      found.cover[id] += rare;
      found.hits[id] += 1;
      if (each.scope) within[id] += 1;
      if (each.kind === "phrase") exact[id] += 1;
      // Words on the two sides of a border stand together as well.
      const around = windows[id] | (windows[id] >> 1);
      for (let at = 0; at < WINDOWS; at += 1) if (around & (1 << at)) near[at][id] += rare;
    }
  }
  const wanted = resolved.length;
  const scopes = resolved.filter((each) => each.scope).length;
  const phrases = resolved.filter((each) => each.kind === "phrase").length;
  let whole = 0;
  for (let id = 0; id < count; id += 1) if (found.hits[id] === wanted) whole += 1;
  const least = whole >= (strict ? 1 : FEW) ? all : MOST * all;
  const ids = [];
  for (let id = 0; id < count; id += 1) {
    if (!found.hits[id] || exact[id] < phrases || found.cover[id] < least - EPSILON) continue;
    ids.push(id);
    if (!all) continue;
    const together = near.reduce((most, window) => Math.max(most, window[id]), 0) / all;
    found.score[id] *= (found.cover[id] / all) * (1 + CLOSE * together) * (within[id] < scopes ? ELSEWHERE : 1);
  }
  return { ids, score: all ? found.score : null, hits: found.hits, wanted };
}

// What a thing is worth: the more, the fewer findings hold it and the more words it was asked in.
function worth({ tokens }, held, count) {
  const words = tokens.filter((token) => !token.small).length;
  return (LEAST + Math.log(1 + (count - held + 0.5) / (held + 0.5))) * (1 + MORE * Math.max(words - 1, 0));
}

// The findings that hold one thing, with its greatest weight there and all its windows.
function gathered({ lists }, count) {
  const weights = new Float32Array(count);
  const windows = new Uint8Array(count);
  const ids = [];
  for (const list of lists)
    list.ids.forEach((id, at) => {
      const level = list.levels[at];
      const weight = list.share * (level ? 0.25 + level / LEVELS : CONTEXT);
      if (!weights[id]) ids.push(id);
      if (weight > weights[id]) weights[id] = weight;
      windows[id] |= level ? list.windows[at] : EVERYWHERE;
    });
  return { ids, weights, windows };
}
