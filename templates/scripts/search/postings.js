// Which findings hold a word. Findings are counted through the whole archive; in the files each
// segment of it counts its own. builder/search/postings.py writes them.

import { Numbers } from "./packs.js";
import { Phrases } from "./phrases.js";
import { code } from "./words.js";

const BITS = 3; // of a posting: the weight of the word in the finding
export const WINDOWS = 8; // in which parts of a finding a word stands
const STAND = 4; // of a posting: the part, or that it is none, all or several
const RUN = WINDOWS + 3; // that the word stands above several findings running
export const LEVELS = (1 << BITS) - 1;
export const EVERYWHERE = (1 << WINDOWS) - 1;
const DENSE = 4; // the weight where one bit for each finding says only that it holds the word

const hex = (value) => value.toString(16).padStart(8, "0");

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
  // `plain` gets the bytes of a file of words, `part` some of another file's; `segments` are the first
  // finding of each.
  constructor({ plain, part }, start, segments) {
    this.plain = plain;
    this.alone = new Map(start.alone.map(([word, name, about]) => [word, { name, about }]));
    this.segments = segments;
    this.known = new Map();
    this.phrases = new Phrases(part, start, segments);
    // Each file holds the words whose codes begin with some bits.
    let first = 0;
    this.files = start.depths.map((depth, at) => {
      const file = { first, name: start.words.slice(8 * at, 8 * at + 8).trim() };
      first += 2 ** (32 - depth);
      return file;
    });
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

  // About how many findings hold a word that has a file of its own; 0 of all others.
  about(word) {
    return this.alone.get(word)?.about ?? 0;
  }

  async look(word) {
    const wanted = code(word);
    const apart = this.alone.get(word);
    if (apart) {
      const same = [...this.alone.keys()].filter((other) => code(other) === wanted);
      const bytes = await this.plain(`words/${hex(wanted)}.${same.indexOf(word)}-${apart.name}`);
      return this.gather(new Numbers(bytes), bytes.length);
    }
    const { first, name } = this.files.findLast((file) => file.first <= wanted);
    if (!name) return null;
    const numbers = new Numbers(await this.plain(`words/${hex(first)}-${name}`));
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
    const ids = await this.phrases.of(tokens);
    return ids && Held.evenly(ids, DENSE);
  }
}

function levels(found, numbers, end, first) {
  let id = first;
  while (numbers.at < end) {
    const value = numbers.next();
    const stand = value & ((1 << STAND) - 1);
    id += Math.floor(value / 2 ** (BITS + STAND));
    if (stand === RUN) {
      for (let left = numbers.next(); left; left -= 1) found.add(id++, 0, 0);
      id -= 1;
    } else found.add(id, (value >> STAND) & LEVELS, windowsAt(stand, numbers));
  }
}

function windowsAt(stand, numbers) {
  if (stand < WINDOWS) return 1 << stand;
  if (stand === WINDOWS) return 0;
  return stand === WINDOWS + 1 ? EVERYWHERE : numbers.next();
}

function bits(found, numbers, end, first) {
  for (let id = first; numbers.at < end; numbers.at += 1, id += 8)
    for (let byte = numbers.bytes[numbers.at], bit = 0; byte >> bit; bit += 1)
      if ((byte >> bit) & 1) found.add(id + bit, DENSE, EVERYWHERE);
}
