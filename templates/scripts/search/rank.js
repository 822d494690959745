// What is asked for → the findings that answer, each with how well.
//
// A finding answers better the more of what was asked it holds, the rarer that is, the more weight
// it has there (BM25), and the nearer together it stands.

import { EVERYWHERE, LEVELS, WINDOWS } from "./postings.js";

const CONTEXT = 0.12; // what a word weighs that stands only in the heading or the lead-in
const CLOSE = 1; // how much more a finding answers that has everything in one place
const ELSEWHERE = 0.2; // what is left of it outside the place or the year that was asked for
const FEW = 10; // with fewer answers than this, those that have less of it are shown as well
const SHARES = [1, 0.4, 0.2]; // how much of what was asked, by what it is worth
const LEAST = 1; // what a word is worth that all findings hold
const FAINT = 0.3; // what is left of a word's worth that says little of what is asked for
const MORE = 0.3; // what each further word adds to a thing asked for in several
const EPSILON = 1e-3; // for sums in another order

// `strict` leaves out what lacks anything, if there is what lacks nothing.
export function rank(resolved, findings, strict) {
  const { count } = findings;
  const faint = (each) => each.kind === "word" && each.tokens.every((token) => token.faint);
  const asked = resolved.every(faint) ? resolved : resolved.filter((each) => !faint(each));
  const things = asked.map((each) => gathered(each, count));
  const besides = resolved.filter((each) => !asked.includes(each)).map((each) => gathered(each, count));
  for (const thing of besides) thing.worth *= FAINT;
  const scoring = [...things, ...besides];
  const hits = new Uint8Array(count);
  const cover = new Float32Array(count);
  for (const { ids, length, worth } of things)
    for (let at = 0; at < length; at += 1) {
      hits[ids[at]] += 1;
      cover[ids[at]] += worth;
    }
  const all = things.reduce((sum, { worth }) => sum + worth, 0);
  const enough = (share) => reached(cover, hits, share * all) >= (strict ? 1 : FEW);
  const least = (SHARES.find(enough) ?? SHARES.at(-1)) * all - EPSILON;
  const musts = things.filter(({ must }) => must);
  const score = new Float32Array(count);
  const ids = [];
  for (let id = 0; id < count; id += 1) {
    if (!hits[id] || cover[id] < least || !musts.every(({ weights }) => weights[id])) continue;
    ids.push(id);
    if (all) score[id] = scored(id, scoring, all, cover[id] / all);
  }
  return { ids, score: all ? score : null, hits, wanted: things.length };
}

// How many findings have so much of what was asked.
function reached(cover, hits, least) {
  let found = 0;
  for (let id = 0; id < cover.length; id += 1) if (hits[id] && cover[id] >= least - EPSILON) found += 1;
  return found;
}

function scored(id, things, all, cover) {
  let sum = 0;
  let scope = 1;
  for (const { worth, weights, scoped } of things) {
    sum += worth * weights[id];
    if (scoped && !weights[id]) scope *= ELSEWHERE;
  }
  let together = things.length > 1 ? 0 : all; // one thing stands together with itself
  for (let window = 1; window < 1 << WINDOWS && together < all; window *= 2) {
    let here = 0;
    for (const { worth, windows } of things) if (windows[id] & window) here += worth;
    if (here > together) together = here;
  }
  return sum * cover * (1 + (CLOSE * together) / all) * scope;
}

// The findings that hold one thing, each with its greatest weight there and all its windows; words
// on the two sides of a border between windows stand together as well.
function gathered({ kind, tokens, scope, lists }, count) {
  const weights = new Float32Array(count);
  const windows = new Uint8Array(count);
  const ids = new Uint32Array(lists.reduce((sum, { found }) => sum + found.length, 0));
  let length = 0;
  for (const { found, share } of lists)
    for (let at = 0; at < found.length; at += 1) {
      const id = found.ids[at];
      const level = found.levels[at];
      const weight = share * (level ? 0.25 + level / LEVELS : CONTEXT);
      if (!weights[id]) ids[length++] = id;
      if (weight > weights[id]) weights[id] = weight;
      windows[id] |= level ? found.windows[at] | (found.windows[at] >> 1) : EVERYWHERE;
    }
  return { ids, length, weights, windows, scoped: scope, must: kind === "phrase", worth: scope ? 0 : worth(tokens, length, count) };
}

// What a thing is worth: the more, the fewer findings hold it and the more words it was asked in.
function worth(tokens, held, count) {
  const words = tokens.filter((token) => !token.small).length;
  return (LEAST + Math.log(1 + (count - held + 0.5) / (held + 0.5))) * (1 + MORE * Math.max(words - 1, 0));
}
