// What is typed → what is asked for: words, meanings of several words, places, quoted phrases.

import { completions, corrections } from "./nearly.js";
import { Held, LEVELS } from "./postings.js";

const QUOTED = /["“”]([^"“”]+)["“”]/g;

export function parse(typed, findings) {
  const { words } = findings;
  const asked = [];
  const rest = typed.replace(QUOTED, (_, phrase) => {
    const tokens = words.read(phrase);
    if (tokens.length) asked.push({ kind: "phrase", tokens, shown: phrase });
    return " ".repeat(phrase.length + 2);
  });
  const tokens = words.read(rest);
  const meanings = new Map(words.meanings(tokens, true).map((each) => [each.start, each]));
  const shown = (start, end) => rest.slice(tokens[start].start, tokens[end - 1].end);
  for (let at = 0; at < tokens.length; at += 1) {
    const meaning = meanings.get(at);
    const place = placeAt(tokens, at, findings);
    if (meaning && !(place && place.end > meaning.end)) {
      asked.push({ kind: "meaning", row: meaning.row, tokens: tokens.slice(at, meaning.end), shown: shown(at, meaning.end) });
      at = meaning.end - 1;
    } else if (place) {
      asked.push({ kind: "place", scope: true, authority: place.authority, tokens: tokens.slice(at, place.end), shown: shown(at, place.end) });
      at = place.end - 1;
    } else if (/^(19|20)\d\d$/.test(tokens[at].written)) {
      asked.push({ kind: "year", scope: true, year: Number(tokens[at].written), tokens: [tokens[at]], shown: shown(at, at + 1) });
    } else if (!tokens[at].small) {
      asked.push({ kind: "word", tokens: [tokens[at]], shown: shown(at, at + 1), last: tokens[at].end === typed.length });
    }
  }
  return { typed, asked, empty: !asked.length && tokens.length > 0 };
}

// The longest name of an authority that begins at a token.
function placeAt(tokens, at, { start: { named } }) {
  let found = null;
  let name = "";
  for (let end = at; end < Math.min(tokens.length, at + 6); end += 1) {
    name += (end > at ? " " : "") + tokens[end].written;
    if (Object.hasOwn(named, name)) found = { authority: named[name], end: end + 1 };
  }
  return found;
}

// What of each thing asked for the findings hold: lists of findings with a word's weight in each.
// A word that nothing holds is completed if it is the last one, or corrected, or it stays unknown.
export async function resolve(asked, findings, { complete = true } = {}) {
  return Promise.all(asked.map((each) => resolveOne(each, findings, complete)));
}

async function resolveOne(each, findings, complete) {
  if (each.kind === "phrase") return phrase(each, findings);
  if (each.kind === "meaning") return meaning(each, findings);
  if (each.scope) return scope(each, findings);
  return word(each, findings, complete);
}

// `lists` are findings, each with what share of a word's weight they have.
const held = (each, lists, more = {}) => ({
  ...each,
  lists: lists.filter(([found]) => found?.length).map(([found, share = 1]) => ({ found, share })),
  stems: [],
  rows: [],
  ...more,
});
const stemsOf = (tokens) => tokens.filter((token) => !token.small).map((token) => token.stem);

async function phrase(each, { postings }) {
  const found = each.tokens.length > 1 ? await postings.phrase(each.tokens) : onlyOwn(await postings.of(each.tokens[0].stem));
  return held(each, [[found]]);
}

// Where nothing holds the meaning, or it is one word, the words themselves count too.
async function meaning(each, findings) {
  const meant = await findings.postings.of(`~${each.row}`);
  const also = !meant || each.tokens.length === 1;
  const stems = also ? stemsOf(each.tokens) : [];
  return held(each, [[meant], [together(await postingsOf(stems, findings)), meant ? 0.6 : 1]], { stems, rows: [each.row] });
}

// A place or a year: the documents on it or of it, and whatever names it.
async function scope(each, findings) {
  const is = {
    place: (at) => findings.start.authority[at] === each.authority,
    year: (at) => findings.published(at).getUTCFullYear() === each.year,
  };
  const stems = stemsOf(each.tokens);
  const named = together(await postingsOf(stems, findings));
  return held(each, [[Held.evenly(findings.of(is[each.kind]), LEVELS)], [named]], { stems });
}

// A word that nothing holds is completed, or taken for one like it, or it stays unknown.
async function word(each, findings, complete) {
  const [{ stem, printed }] = each.tokens;
  const found = await findings.postings.of(stem);
  if (found) return held(each, [[found]], { stems: [stem] });
  if (each.last && !complete) return held(each, [], { pending: true });
  if (each.last && printed.length > 2) {
    const longer = await completions(printed, findings.letter);
    const stems = [...new Set(longer.map(({ printed }) => findings.words.read(printed)[0].stem))];
    const lists = await postingsOf(stems, findings);
    if (lists.some(Boolean)) return held(each, lists.map((list) => [list]), { stems, completed: true });
  }
  const nearest = await corrections(printed, findings.letter);
  if (nearest.length) {
    const corrected = nearest[0].printed;
    const tokens = findings.words.read(corrected);
    const place = placeAt(tokens, 0, findings);
    if (place) return scope({ ...each, kind: "place", scope: true, authority: place.authority, tokens, corrected, nearest }, findings);
    const near = await findings.postings.of(tokens[0].stem);
    if (near) return held(each, [[near]], { stems: [tokens[0].stem], corrected, nearest });
  }
  return held(each, [], { unknown: true });
}

const postingsOf = (stems, { postings }) => Promise.all(stems.map((stem) => postings.of(stem)));

function onlyOwn(posting) {
  const own = posting && [...posting.ids.subarray(0, posting.length)].filter((_, at) => posting.levels[at]);
  return own?.length ? Held.evenly(own, LEVELS) : null;
}

// The findings that all of some words stand in, with the least weight of them and the windows that
// they share, or else all of theirs.
function together(postings) {
  if (!postings.length || postings.some((each) => !each)) return null;
  return postings.reduce((one, other) => {
    const both = new Held();
    for (let at = 0, to = 0; at < one.length; at += 1) {
      while (to < other.length && other.ids[to] < one.ids[at]) to += 1;
      if (to === other.length || other.ids[to] !== one.ids[at]) continue;
      const shared = one.windows[at] & other.windows[to];
      both.add(one.ids[at], Math.min(one.levels[at], other.levels[to]), shared || one.windows[at] | other.windows[to]);
    }
    return both;
  });
}
