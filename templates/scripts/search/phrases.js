// Where words stand one after the other. builder/search/phrases.py says of which runs of words a
// phrase is made, and docs/search.md how they are written.

import { Numbers } from "./packs.js";
import { runCode } from "./words.js";

const IN_ONE = 3; // up to this the two words of a place are told in the number that tells where it is
const TIMES = 1 << 16; // more often than a word stands in any finding

export class Phrases {
  // `part` gets some bytes of a file; `segments` are the first finding of each.
  constructor(part, { drawers, phrases }, segments) {
    this.part = part;
    this.width = 2 ** (32 - drawers);
    this.segments = segments;
    // Which bytes of which file hold the drawers from one on.
    let drawer = 0;
    this.leaves = phrases.flatMap(([name, leaves]) => {
      const file = `phrases/${drawer.toString(16).padStart(4, "0")}-${name}`;
      let from = 0;
      return leaves.map(([power, length]) => {
        const leaf = { file, drawer, from, to: from + length };
        drawer += 2 ** power;
        from += length;
        return leaf;
      });
    });
  }

  // The findings that hold some words one after the other; null where they are two small ones.
  async of(tokens) {
    const runs = inRuns(tokens);
    if (!runs) return null;
    const found = await Promise.all(runs.map(([first, last]) => this.places(runCode(tokens.slice(first, last + 1)))));
    const places = found.reduce((left, right) => met(left, right));
    return [...new Set(places.findings)];
  }

  // Where a run stands: the finding, and how often its first and its last word stood there before.
  async places(wanted) {
    const drawer = Math.floor(wanted / this.width);
    const leaf = this.leaves.findLast((each) => each.drawer <= drawer);
    const numbers = new Numbers(await this.part(leaf.file, leaf.from, leaf.to));
    const found = { findings: [], firsts: [], lasts: [] };
    for (let segment = 0; segment + 1 < this.segments.length; segment += 1) {
      const end = numbers.next() + numbers.at;
      const [first, next] = this.segments.subarray(segment, segment + 2);
      for (let at = leaf.drawer, code = -1; numbers.at < end && at <= drawer; ) {
        const step = numbers.next();
        if (!step) {
          at += 1;
          code = -1;
          continue;
        }
        code += Math.floor(step / 2);
        const into = code + at * this.width === wanted ? found : null;
        if (step % 2) differing(numbers, first, next - first, into);
        else listed(numbers, first, into);
      }
      numbers.at = end;
    }
    return found;
  }
}

// One number after the other tells where a run stands.
function listed(numbers, first, found) {
  for (let finding = first, before = -1, times = 0, last = false; !last; ) {
    const value = numbers.next();
    finding += value >>> 2;
    last = value % 2 === 1;
    times = finding === before ? times + 1 : 0;
    before = finding;
    const words = value & 2 ? numbers.next() : 0;
    if (found) addPlace(found, finding, times, words);
  }
}

// One bit tells of each finding whether it holds a run; what is told besides is of those that hold
// it more than once, or words of it before.
function differing(numbers, first, count, found) {
  const more = [];
  for (let left = numbers.next(), rank = 0; left; left -= 1) {
    const value = numbers.next();
    rank += value >>> 3;
    const few = value & 3;
    more.push({ rank, again: value & 4, words: few < IN_ONE ? few : IN_ONE + numbers.next() });
  }
  const bits = numbers.bytes.subarray(numbers.at, numbers.at + Math.ceil(count / 8));
  numbers.at += bits.length;
  if (!found) return;
  for (let id = 0, rank = 0, next = 0; id < count; id += 1) {
    if (!((bits[id >> 3] >> (id & 7)) & 1)) continue;
    addPlace(found, first + id, 0, more[next]?.rank === rank && !more[next].again ? more[next++].words : 0);
    for (let times = 1; more[next]?.rank === rank; times += 1) addPlace(found, first + id, times, more[next++].words);
    rank += 1;
  }
}

// Both words of a place are told as one number, beyond how often the run stood there before.
function addPlace(found, finding, times, words) {
  const sum = Math.floor((Math.sqrt(8 * words + 1) - 1) / 2);
  const two = words - (sum * (sum + 1)) / 2;
  found.findings.push(finding);
  found.firsts.push(times + sum - two);
  found.lasts.push(times + two);
}

// The places at which one run ends in the word in which another begins.
function met(left, right) {
  const key = ({ findings }, times) => (at) => findings[at] * TIMES + times[at];
  const ends = key(left, left.lasts);
  const begins = key(right, right.firsts);
  const found = { findings: [], lasts: [] };
  for (let at = 0, to = 0; at < left.findings.length; at += 1) {
    while (to < right.findings.length && begins(to) < ends(at)) to += 1;
    if (to === right.findings.length || begins(to) !== ends(at)) continue;
    found.findings.push(right.findings[to]);
    found.lasts.push(right.lasts[to]);
  }
  return found;
}

// The runs that make up a phrase, each with its first and its last word: from one word that is not
// small to the next, or small words alone by threes and fours.
function inRuns(tokens) {
  const last = tokens.length - 1;
  const ends = tokens.flatMap(({ small }, at) => (small && at && at < last ? [] : [at]));
  if (ends.length === 2 && tokens[0].small && tokens[last].small) return inSmall(last);
  return ends.slice(1).map((end, at) => [ends[at], end]);
}

function inSmall(last) {
  const found = [];
  for (let at = 0; at + 1 < last; ) {
    const end = at + (last - at === 3 ? 3 : 2);
    found.push([at, end]);
    at = end;
  }
  return found.length ? found : null;
}
