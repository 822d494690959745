// Words in the forms by which they are found. builder/language/tokenizer.py does the same to the documents; the
// rules for both come with the index.

const APOSTROPHES = "'’‘ʼ";
const HYPHENS = "-‐‑";
const INSIDE = new RegExp(`[${HYPHENS}${APOSTROPHES},]`, "g");
const POSSESSIVE = new RegExp(`[${APOSTROPHES}]s$`, "i");
const CAPITAL = /\p{Lu}/gu;

function without(word, endings) {
  for (const [ending, instead, least] of endings)
    if (word.endsWith(ending) && word.length - ending.length >= least)
      return word.slice(0, word.length - ending.length) + instead;
  return word;
}

const crcs = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

// The number that stands for a word (CRC-32).
export function code(word) {
  let crc = -1;
  for (const byte of new TextEncoder().encode(word)) crc = (crc >>> 8) ^ crcs[(crc ^ byte) & 255];
  return ~crc >>> 0;
}

// The number that stands for some words one after the other.
export const runCode = (tokens) => tokens.reduce((sum, { written }) => (Math.imul(sum, 31) + code(written)) >>> 0, 0);

export class Words {
  constructor(rules) {
    const joined = rules.joined.map((each) => [...each].map((letter) => `[${letter}${letter.toUpperCase()}]`).join(""));
    const prefix = joined.length ? `(?:(?:${joined.join("|")})[${HYPHENS}])?` : "";
    this.token = new RegExp(`\\p{Nd}{1,3}(?:,\\p{Nd}{3})+(?!\\p{Nd})|\\p{L}&\\p{L}(?![\\p{L}\\p{N}])|${prefix}[\\p{L}\\p{N}]+(?:[${APOSTROPHES}][\\p{L}\\p{N}]+)*`, "gu");
    this.rules = { ...rules, spelled: new Map(Object.entries(rules.spelled)), forms: new Map(Object.entries(rules.forms)) };
    this.small = new Set(rules.small);
    this.faint = new Set(rules.faint);
    this.apart = new Set(rules.apart);
    this.phrases = new Map();
    for (const [words, capitals, row] of rules.phrases) {
      const phrase = { words: words.split(" "), capitals, row };
      const begun = this.phrases.get(phrase.words[0]);
      if (begun) begun.push(phrase);
      else this.phrases.set(phrase.words[0], [phrase]);
    }
    for (const begun of this.phrases.values()) begun.sort((a, b) => b.words.length - a.words.length);
  }

  // The tokens of some words, each with where it stands in them.
  read(text) {
    let last = 0;
    return [...text.matchAll(this.token)].map((match) => {
      const before = text.slice(last, match.index); // what stands between it and the one before
      last = match.index + match[0].length;
      return { ...this.one(match[0], match.index), before };
    });
  }

  one(word, start) {
    const bare = word.normalize("NFKD").replace(/\p{M}/gu, "").replace(POSSESSIVE, "").replace(INSIDE, "");
    const printed = bare.toLowerCase();
    const written = this.spell(printed);
    const singular = this.singular(written);
    const stem = this.stem(written, singular);
    return {
      start,
      end: start + word.length,
      printed,
      written,
      singular,
      stem,
      small: this.small.has(written),
      faint: this.faint.has(stem),
      capitals: (bare.match(CAPITAL) ?? []).length > 1,
    };
  }

  spell(word) {
    for (const [written, readAs, after] of this.rules.spellings) {
      const at = word.indexOf(written, after);
      if (at >= 0) word = word.slice(0, at) + readAs + word.slice(at + written.length);
    }
    return this.rules.spelled.get(word) ?? word;
  }

  singular(written) {
    const word = this.stands(written) ? written : without(written, this.rules.plural);
    return this.rules.forms.get(written) ?? this.rules.forms.get(word) ?? word;
  }

  stem(written, singular) {
    if (this.stands(written) || this.stands(singular)) return singular;
    return this.rules.endings.reduce(without, singular);
  }

  stands(word) {
    return word.length < 4 || this.apart.has(word) || this.small.has(word) || !/^\p{L}+$/u.test(word);
  }

  // Where synonyms stand in some tokens. Readers type abbreviations as they like (`typed`); in what
  // they type each word counts once, in a document also those within others.
  meanings(tokens, typed = false) {
    const found = [];
    let taken = 0;
    tokens.forEach((token, at) => {
      if (typed && at < taken) return;
      const is = (phrase) =>
        phrase.words.every((word, step) => tokens[at + step]?.singular === word && (typed || !phrase.capitals || tokens[at + step].capitals));
      const phrase = this.phrases.get(token.singular)?.find(is);
      if (!phrase) return;
      taken = at + phrase.words.length;
      found.push({ start: at, end: taken, row: phrase.row });
    });
    return found;
  }
}
