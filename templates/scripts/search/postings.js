// Which findings hold a word, or two words side by side. Findings are counted through the whole
// archive; in the files each segment of it counts its own. builder/search/postings.py writes them.

import { Numbers } from "./packs.js";
import { code, pairCode, tripleCode } from "./words.js";

const BITS = 3; // of a posting: the weight of the word in the finding
export const WINDOWS = 8; // of a posting: in which parts of the finding it stands
export const LEVELS = (1 << BITS) - 1;
export const EVERYWHERE = (1 << WINDOWS) - 1;
const DENSE = 4; // the weight where one bit for each finding says only that it holds the word
const POSITIONS = 1 << 10;

// Findings in order, each with the weight that something has there (0 for what stands above it) and
// the windows in which it stands. `held` is how many hold it themselves.
export class Held {
  constructor(room = 64) {
    this.length = 0;
    this.held = 0;
    this.make(room);
  }

  make(room) {
    const { ids, levels, windows } = this;
    this.ids = new Uint32Array(room);
    this.levels = new Uint8Array(room);
    this.windows = new Uint8Array(room);
    if (!ids) return;
    this.ids.set(ids);
    this.levels.set(levels);
    this.windows.set(windows);
  }

  add(id, level, windows) {
    if (this.length === this.ids.length) this.make(2 * this.length);
    this.ids[this.length] = id;
    this.levels[this.length] = level;
    this.windows[this.length] = windows;
    this.length += 1;
    if (level) this.held += 1;
  }

  // Findings that all hold something alike.
  static evenly(ids, level) {
    const found = new Held(Math.max(ids.length, 1));
    for (const id of ids) found.add(id, level, EVERYWHERE);
    return found;
  }
}

export class Postings {
  // `fetched` gets a file of the index by its name; `segments` are the first finding of each.
  constructor(fetched, { shards, drawers, alone }, segments) {
    this.fetched = fetched;
    this.shards = shards;
    this.drawers = drawers;
    this.alone = new Map(alone.map((word, at) => [word, at]));
    this.segments = segments;
    this.known = new Map();
  }

  // The findings that hold a word, or null if none does.
  of(word) {
    if (!this.known.has(word)) {
      const asked = this.look(word);
      asked.catch(() => this.known.delete(word));
      this.known.set(word, asked);
    }
    return this.known.get(word);
  }

  async look(word) {
    const apart = this.alone.get(word);
    if (apart !== undefined) {
      const bytes = await this.fetched(`alone/${apart}`);
      return this.gather(new Numbers(bytes), bytes.length);
    }
    const wanted = code(word);
    const numbers = new Numbers(await this.fetched(`words/${fileOf(wanted, this.shards.words)}`));
    for (let key = 0; numbers.left; ) {
      key += numbers.next();
      const end = numbers.next() + numbers.at;
      if (key === wanted) return this.gather(numbers, end);
      if (key > wanted) break;
      numbers.at = end;
    }
    return null;
  }

  gather(numbers, end) {
    const found = new Held();
    for (let segment = 0; numbers.at < end; ) {
      segment += numbers.next();
      const kind = numbers.next();
      const last = numbers.at + (kind >>> 1);
      if (kind & 1) bits(found, numbers, last, this.segments[segment]);
      else levels(found, numbers, last, this.segments[segment]);
    }
    return found;
  }

  // The findings in which some words stand one after the other, as they are written; null where
  // they are two small words, which stand nearly everywhere.
  async phrase(tokens) {
    const parts = inParts(tokens);
    if (!parts.length) return null;
    const places = await Promise.all(parts.map(([wanted, back]) => this.places(wanted, back)));
    const ids = new Set();
    for (const place of places.reduce(both)) ids.add(Math.floor(place / POSITIONS));
    return Held.evenly([...ids], DENSE);
  }

  // Where two or three words stand, as one number for finding and word, told from `back` words
  // before.
  async places(wanted, back) {
    const numbers = new Numbers(await this.fetched(`pairs/${fileOf(wanted, this.shards.pairs)}`));
    const drawer = wanted >>> (32 - this.drawers);
    for (let skip = drawer % (2 ** this.drawers / this.shards.pairs); skip; skip -= 1) {
      const length = numbers.next();
      numbers.at += length;
    }
    numbers.next();
    const found = [];
    for (let segment = 0; segment + 1 < this.segments.length; segment += 1) {
      const end = numbers.next() + numbers.at;
      for (let key = drawer * 2 ** (32 - this.drawers); numbers.at < end && key <= wanted; ) {
        key += numbers.next();
        let finding = this.segments[segment];
        for (let left = numbers.next(); left; left -= 1) {
          finding += numbers.next();
          const place = numbers.next();
          if (key === wanted) found.push(finding * POSITIONS + ((place - back) & (POSITIONS - 1)));
        }
      }
      numbers.at = end;
    }
    return Float64Array.from(found).sort();
  }
}

// Which of so many files holds what has a code.
const fileOf = (number, files) => (files > 1 ? number >>> (32 - Math.log2(files)) : 0);

// The pairs and triples that make up a phrase, each with how many words stand before it there: as
// few as hold every word.
function inParts(tokens) {
  const known = [];
  for (let at = 0; at + 1 < tokens.length; at += 1) {
    const [one, two] = tokens.slice(at);
    if (!(one.small && two.small)) known.push({ wanted: pairCode(one, two), at, end: at + 2 });
    else if (at) known.push({ wanted: tripleCode(tokens[at - 1], one, two), at: at - 1, end: at + 2 });
    else if (tokens.length > 2) known.push({ wanted: tripleCode(one, two, tokens[2]), at: 0, end: 3 });
  }
  const found = [];
  for (let held = 0; held < tokens.length; ) {
    const next = known.filter(({ at, end }) => at <= held && end > held).sort((a, b) => b.end - a.end)[0];
    if (next) found.push([next.wanted, next.at]);
    held = next?.end ?? held + 1;
  }
  return found;
}

// What stands in both of two lists, which are in order.
function both(one, other) {
  const found = [];
  for (let at = 0, to = 0; at < one.length; at += 1) {
    while (to < other.length && other[to] < one[at]) to += 1;
    if (other[to] === one[at]) found.push(one[at]);
  }
  return found;
}

function levels(found, numbers, end, first) {
  let id = first;
  while (numbers.at < end) {
    const value = numbers.next();
    id += Math.floor(value / 2 ** (BITS + WINDOWS));
    found.add(id, value & LEVELS, (value >> BITS) & EVERYWHERE);
  }
}

function bits(found, numbers, end, first) {
  for (let id = first; numbers.at < end; numbers.at += 1, id += 8)
    for (let byte = numbers.bytes[numbers.at], bit = 0; byte >> bit; bit += 1)
      if ((byte >> bit) & 1) found.add(id + bit, DENSE, EVERYWHERE);
}
