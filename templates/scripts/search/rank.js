// What is asked for → the findings that answer, each with how well.
//
// A finding answers better the more of what was asked it holds, the rarer that is, the more weight
// it has there (BM25), and the nearer together it stands.

import { EVERYWHERE, LEVELS, WINDOWS } from "./postings.js";

const CONTEXT = 0.12; // what a word weighs that stands only in the heading or the lead-in
const CLOSE = 1; // how much more a finding answers that has everything in one place
const STANDING = 0.1; // what is left of it where its words stand alike in many documents
const FEW = 10; // with fewer answers than this, those that have less of it are shown as well
const SHARES = [1, 0.4, 0.2]; // how much of what was asked, by what it is worth
const LEAST = 1; // what a word is worth that all findings hold
const FAINT = 0.3; // what is left of a word's worth that says little of what is asked for
const MORE = 0.3; // what each further word adds to a thing asked for in several
const EPSILON = 1e-3; // for sums in another order

// What is asked of some places is looked for there: `inside` tells which findings these are, and
// where few of them answer, those that answer `apart`, to the single words of what was asked, follow,
// and after these others. `passes` tells what the filters leave, `out` what is left out. `strict`
// leaves out what lacks anything, if there is what lacks nothing.
export function rank(resolved, findings, { strict = false, inside = null, apart = [], out = null, passes = null } = {}) {
  const { count, standing } = findings;
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
  const musts = things.filter(({ must }) => must);
  const score = new Float32Array(count);
  const answering = (where, few) => {
    const may = (id) => hits[id] && (!where || where(id)) && !out?.[id];
    const counts = passes ? (id) => may(id) && passes(id) : may;
    const enough = (share) => reached(cover, counts, share * all) >= few;
    const least = (SHARES.find(enough) ?? SHARES.at(-1)) * all - EPSILON;
    const ids = [];
    for (let id = 0; id < count; id += 1) {
      if (!may(id) || cover[id] < least || !musts.every(({ weights }) => weights[id])) continue;
      ids.push(id);
      score[id] = scored(id, scoring, all, cover[id] / all) * (standing[id] ? STANDING : 1);
    }
    return ids;
  };
  const few = strict ? 1 : FEW;
  const enough = (ids) => strict || (passes ? ids.filter(passes) : ids).length >= FEW;
  let found = answering(inside, few);
  if (inside && apart.length && !enough(found)) {
    const held = new Set(found);
    const words = rank(apart, findings, { inside, out, passes });
    const more = words.ids.filter((id) => inside(id) && !held.has(id));
    for (const id of more) score[id] = words.score[id];
    found = merged(found, more, score);
  }
  const others = inside && !enough(found) ? answering((id) => !inside(id), few) : [];
  return { ids: merged(found, others, score), within: inside ? found.length : null, score, hits, wanted: things.length };
}

// What answers first, and after it the rest.
function merged(first, rest, score) {
  if (!first.length || !rest.length) return [...first, ...rest];
  const least = first.reduce((low, id) => Math.min(low, score[id]), Infinity);
  const most = rest.reduce((high, id) => Math.max(high, score[id]), 0);
  for (const id of rest) score[id] *= (0.5 * least) / most;
  return [...first, ...rest].sort((a, b) => a - b);
}

// How many findings have so much of what was asked.
function reached(cover, may, least) {
  let found = 0;
  for (let id = 0; id < cover.length; id += 1) if (cover[id] >= least - EPSILON && may(id)) found += 1;
  return found;
}

function scored(id, things, all, cover) {
  let sum = 0;
  for (const { worth, weights } of things) sum += worth * weights[id];
  let together = things.length > 1 ? 0 : all; // one thing stands together with itself
  for (let window = 1; window < 1 << WINDOWS && together < all; window *= 2) {
    let here = 0;
    for (const { worth, windows } of things) if (windows[id] & window) here += worth;
    if (here > together) together = here;
  }
  return sum * cover * (1 + (CLOSE * together) / all);
}

// The findings that hold one thing, each with its greatest weight there and all its windows; words
// on the two sides of a border between windows stand together as well.
function gathered({ kind, tokens, lists }, count) {
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
  return { ids, length, weights, windows, must: kind === "phrase", worth: worth(tokens, length, count) };
}

// What a thing is worth: the more, the fewer findings hold it and the more words it was asked in.
function worth(tokens, held, count) {
  const words = tokens.filter((token) => !token.small).length;
  return (LEAST + Math.log(1 + (count - held + 0.5) / (held + 0.5))) * (1 + MORE * Math.max(words - 1, 0));
}
