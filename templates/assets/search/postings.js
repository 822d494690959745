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

export class Postings {
  // `fetched` gets a file of the index by its name; `segments` are the first finding of each.
  constructor(fetched, { shards, drawers, alone }, segments) {
    this.fetched = fetched;
    this.shards = shards;
    this.drawers = drawers;
    this.alone = new Map(alone.map((word, at) => [word, at]));
    this.segments = segments;
  }

  // The findings that hold a word, each with the word's weight there (0 for a word of what stands
  // above it) and its windows; null if none does. `held` is how many hold it themselves.
  async of(word) {
    const found = { ids: [], levels: [], windows: [], held: 0 };
    const apart = this.alone.get(word);
    if (apart !== undefined) {
      const bytes = await this.fetched(`alone/${apart}`);
      this.gather(found, new Numbers(bytes), bytes.length);
      return found;
    }
    const wanted = code(word);
    const numbers = new Numbers(await this.fetched(`words/${part(wanted, this.shards.words)}`));
    for (let key = 0; numbers.left; ) {
      key += numbers.next();
      const end = numbers.next() + numbers.at;
      if (key === wanted) this.gather(found, numbers, end);
      if (key >= wanted) break;
      numbers.at = end;
    }
    return found.ids.length ? found : null;
  }

  gather(found, numbers, end) {
    for (let segment = 0; numbers.at < end; ) {
      segment += numbers.next();
      const kind = numbers.next();
      const last = numbers.at + (kind >>> 1);
      if (kind & 1) bits(found, numbers, last, this.segments[segment]);
      else levels(found, numbers, last, this.segments[segment]);
    }
  }

  // The findings in which some words stand one after the other, as they are written; null where
  // they are two small words, which stand nearly everywhere.
  async phrase(tokens) {
    const parts = inParts(tokens);
    if (!parts.length) return null;
    const [first, ...others] = await Promise.all(parts.map(([wanted, back]) => this.places(wanted, back)));
    let places = new Set(first);
    for (const other of others) places = new Set(other.filter((place) => places.has(place)));
    const ids = [...new Set([...places].map((place) => Math.floor(place / POSITIONS)))].sort((a, b) => a - b);
    return evenly(ids, DENSE);
  }

  // Where two or three words stand, as one number for finding and word, told from `back` words
  // before.
  async places(wanted, back) {
    const numbers = new Numbers(await this.fetched(`pairs/${part(wanted, this.shards.pairs)}`));
    const drawer = wanted >>> (32 - this.drawers);
    for (let skip = drawer % (2 ** this.drawers / this.shards.pairs); skip; skip -= 1) {
      const length = numbers.next();
      numbers.at += length;
    }
    numbers.next();
    const found = [];
    for (const first of this.segments.slice(0, -1)) {
      const end = numbers.next() + numbers.at;
      for (let key = drawer * 2 ** (32 - this.drawers); numbers.at < end && key <= wanted; ) {
        key += numbers.next();
        let finding = first;
        for (let left = numbers.next(); left; left -= 1) {
          finding += numbers.next();
          const place = numbers.next();
          if (key === wanted) found.push(finding * POSITIONS + ((place - back) & (POSITIONS - 1)));
        }
      }
      numbers.at = end;
    }
    return found;
  }
}

// Findings that hold something, all of them alike.
export const evenly = (ids, level) => ({ ids, levels: new Array(ids.length).fill(level), windows: new Array(ids.length).fill(EVERYWHERE), held: ids.length });

// Which of so many files holds what has a code.
const part = (number, files) => (files > 1 ? number >>> (32 - Math.log2(files)) : 0);

// The pairs and triples that make up a phrase, each with how many words stand before it there.
function inParts(tokens) {
  const found = [];
  for (let at = 0; at + 1 < tokens.length; at += 1) {
    const [one, two] = tokens.slice(at);
    if (!(one.small && two.small)) found.push([pairCode(one, two), at]);
    else if (at) found.push([tripleCode(tokens[at - 1], one, two), at - 1]);
    else if (tokens.length > 2) found.push([tripleCode(one, two, tokens[2]), 0]);
  }
  return found;
}

function levels(found, numbers, end, first) {
  let id = first;
  while (numbers.at < end) {
    const value = numbers.next();
    id += Math.floor(value / 2 ** (BITS + WINDOWS));
    found.ids.push(id);
    found.levels.push(value & LEVELS);
    found.windows.push((value >> BITS) & EVERYWHERE);
    if (value & LEVELS) found.held += 1;
  }
}

function bits(found, numbers, end, first) {
  for (let id = first; numbers.at < end; numbers.at += 1, id += 8)
    for (let byte = numbers.bytes[numbers.at], bit = 0; byte >> bit; bit += 1)
      if ((byte >> bit) & 1) {
        found.ids.push(id + bit);
        found.levels.push(DENSE);
        found.windows.push(EVERYWHERE);
        found.held += 1;
      }
}
