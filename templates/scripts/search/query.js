// What is typed → what is asked for: words, meanings of several words, quoted phrases; the places that
// it is asked of; and the filters that it names.

import { completions, corrections } from "./nearly.js";
import { Held, LEVELS } from "./postings.js";

const QUOTED = /(-?)["“”]([^"“”]+)["“”]/g;
const LEFT_OUT = /(?<=^|[\s(])-(?=[\p{L}\p{N}])/gu;
const YEAR = /^(19|20)\d\d$/;
const FROM = new Set(["since", "from"]);
const TO = new Set(["until", "till", "to"]);
const BETWEEN = new Set(["to", "and", "until"]);
const LONGEST_NAME = 6; // words of a place's name, or of what names a filter

export function parse(typed, findings) {
  const { words } = findings;
  const asked = [];
  const left = [];
  const rest = typed.replace(QUOTED, (whole, minus, phrase) => {
    const tokens = words.read(phrase);
    if (tokens.length) (minus ? left : asked).push({ kind: "phrase", tokens, shown: phrase });
    return " ".repeat(whole.length);
  });
  const minus = new Set([...rest.matchAll(LEFT_OUT)].map(({ index }) => index + 1));
  const tokens = words.read(rest);
  const shown = (start, end) => rest.slice(tokens[start].start, tokens[end - 1].end);
  const meanings = new Map(words.meanings(tokens, true).map((each) => [each.start, each]));
  const filters = filtersIn(tokens, findings, minus);
  const places = placesIn(tokens, findings, rest);
  const found = { typed, asked, left, chips: [], places: [], lacking: [], either: [], empty: false };
  for (let at = 0; at < tokens.length; at += 1) {
    const meaning = meanings.get(at);
    const filter = filters.get(at);
    const place = places.get(at);
    const longest = Math.max(meaning?.end ?? 0, filter?.end ?? 0, place?.end ?? 0);
    if (minus.has(tokens[at].start)) {
      const end = meaning?.end ?? at + 1;
      left.push({ ...(meaning ? { kind: "meaning", row: meaning.row } : { kind: "word" }), tokens: tokens.slice(at, end), shown: shown(at, end) });
      at = end - 1;
    } else if (filter?.end === longest) {
      if (filter.chip) found.chips.push({ ...filter.chip, shown: shown(filter.named[0], filter.named[1]) });
      at = longest - 1;
    } else if (place?.end === longest) {
      if (place.authorities.length) found.places.push({ authorities: place.authorities, several: place.several, shown: shown(place.named[0], place.named[1]) });
      else if (place.named[0] >= at) found.lacking.push(shown(place.named[0], place.named[1]));
      at = longest - 1;
    } else if (meaning) {
      asked.push({ kind: "meaning", row: meaning.row, tokens: tokens.slice(at, meaning.end), shown: shown(at, meaning.end) });
      at = meaning.end - 1;
    } else if (rest.slice(tokens[at].start, tokens[at].end) === "OR") {
      found.either.push(asked.length);
    } else if (!tokens[at].small) {
      asked.push({ kind: "word", tokens: [tokens[at]], shown: shown(at, at + 1), last: tokens[at].end === typed.length });
    }
  }
  found.empty = !asked.length && !found.places.length && !found.chips.length && tokens.length > 0;
  return found;
}

// ---------------------------------------------------------------- filters that words name

// Where words stand that name a filter: which tokens they are with what says no more beside them.
function filtersIn(tokens, { start }, minus) {
  const named = new Map(start.filters.map(([words, filter, values, beside]) => [words, { filter, values, beside }]));
  const judged = new Set(start.judged);
  const found = new Map();
  const isJudged = (at) => at >= 0 && at < tokens.length && judged.has(tokens[at].singular);
  for (let at = 0; at < tokens.length; at += 1) {
    const year = minus.has(tokens[at].start) ? null : yearsAt(tokens, at, start);
    if (year) {
      found.set(year.from, { end: year.end, named: [at, year.last], chip: year.chip });
      at = year.end - 1;
      continue;
    }
    for (let end = Math.min(tokens.length, at + LONGEST_NAME); end > at; end -= 1) {
      const words = tokens.slice(at, end).map(({ singular }) => singular);
      const is = named.get(words.join(" "));
      if (!is || minus.has(tokens[at].start)) continue;
      let [first, last] = [at, end];
      if (is.filter === "overall") {
        for (let back = first - 1; back >= 0 && (tokens[back].small || isJudged(back)); back -= 1) if (isJudged(back)) first = back;
        while (isJudged(last)) last += 1;
      }
      if (is.beside && first === at && last === end) continue;
      found.set(first, { end: last, named: [at, end], chip: { filter: is.filter, values: is.values } });
      at = last - 1;
      break;
    }
  }
  return found;
}

// A year, or from one to another, of which there are documents; not one that is part of a name.
function yearsAt(tokens, at, { published, dated }) {
  if (!YEAR.test(tokens[at]?.written ?? "")) return null;
  const year = Number(tokens[at].written);
  const before = tokens[at - 1]?.written;
  if (dated.includes(tokens.slice(Math.max(0, at - 2), at + 1).map(({ written }) => written).join(" "))) return null;
  const years = new Set(published.map((day) => new Date(day * 864e5).getUTCFullYear()));
  const next = Number(tokens[at + 1]?.written);
  const after = Number(tokens[at + 2]?.written);
  const chip = (values, more) => ({ filter: "year", values, ...more });
  const span = (end, to) => ({ from: before === "between" || FROM.has(before) ? at - 1 : at, end, last: end, chip: { filter: "from", values: [`${year}`], to: `${to}` } });
  if (YEAR.test(`${next}`) && next > year && /[-–]/.test(tokens[at + 1].before)) return span(at + 2, next);
  if (BETWEEN.has(tokens[at + 1]?.written) && YEAR.test(`${after}`) && after > year && (before === "between" || tokens[at + 1].written !== "and")) return span(at + 3, after);
  const one = (values, more, from = at - 1) => ({ from, end: at + 1, last: at + 1, chip: chip(values, more) });
  if (FROM.has(before)) return { from: at - 1, end: at + 1, last: at + 1, chip: { filter: "from", values: [`${year}`] } };
  if (before === "after") return { from: at - 1, end: at + 1, last: at + 1, chip: { filter: "from", values: [`${year + 1}`] } };
  if (TO.has(before)) return { from: at - 1, end: at + 1, last: at + 1, chip: { filter: "to", values: [`${year}`] } };
  if (before === "before") return { from: at - 1, end: at + 1, last: at + 1, chip: { filter: "to", values: [`${year - 1}`] } };
  return years.has(year) ? one([`${year}`], {}, at) : null;
}

// ---------------------------------------------------------------- places

// Where names of places stand, with what says no more beside them: “London Borough of …”, “… council”.
function placesIn(tokens, { start: { named, shared, beside, partly } }, typed) {
  const besides = new Set(beside);
  const part = new Set(partly);
  const is = (at) => at >= 0 && at < tokens.length && besides.has(tokens[at].written);
  const found = new Map();
  for (let at = 0; at < tokens.length; at += 1) {
    const place = placeAt(tokens, at, { named, shared });
    if (!place) continue;
    let [first, last] = [at, place.end];
    while (is(first - 1) || (tokens[first - 1]?.written === "of" && is(first - 2))) first -= 1;
    while (is(last)) last += 1;
    const name = tokens[at];
    const ordinary = place.end === at + 1 && part.has(name.written);
    const asName = at > 0 && /^\p{Lu}/u.test(typed.slice(name.start)); // “in Reading”
    if (ordinary && first === at && last === place.end && !asName) continue;
    found.set(first, { ...place, end: last, named: [at, place.end] });
    at = last - 1;
  }
  return found;
}

// The longest name of an authority that begins at a token; a word of several names means all.
export function placeAt(tokens, at, { named, shared = {} }) {
  let found = null;
  let name = "";
  for (let end = at; end < Math.min(tokens.length, at + LONGEST_NAME); end += 1) {
    name += (end > at ? " " : "") + tokens[end].written;
    if (Object.hasOwn(named, name)) found = { authorities: named[name], several: false, end: end + 1 };
    else if (Object.hasOwn(shared, name)) found = { authorities: shared[name], several: true, end: end + 1 };
  }
  return found;
}

// ---------------------------------------------------------------- what the findings hold

const MOST = 3; // words that are fetched, where some of them are so frequent that they have own files
const COMMON = 0.2; // of all findings: a word that so many hold decides nothing where another does

// What of each thing asked for the findings hold: lists of findings with a word's weight in each.
// A word that nothing holds is completed if it is the last one, or corrected, or it stays unknown.
// Words that nearly every document holds are not fetched where others decide.
export async function resolve(asked, findings, { complete = true } = {}) {
  const { postings, count } = findings;
  const faint = ({ kind, tokens }) => kind === "word" && tokens[0].faint;
  const about = ({ kind, row, tokens }) => (kind === "phrase" ? 0 : postings.about(kind === "meaning" ? `~${row}` : tokens[0].stem));
  const little = asked.filter((each) => faint(each) || about(each) > COMMON * count);
  const frequent = asked.filter((each) => !little.includes(each) && about(each)).sort((a, b) => about(b) - about(a));
  const rest = new Set([...little, ...frequent.slice(0, Math.max(0, asked.length - little.length - MOST))]);
  const common = (each) => rest.has(each);
  const deciding = asked.filter((each) => !common(each));
  const says = ({ tokens }) => tokens.some((token) => !token.faint);
  const resolved = new Map();
  const all = async (some) => {
    const found = await Promise.all(some.map((each) => resolveOne(each, findings, complete)));
    some.forEach((each, at) => resolved.set(each, found[at]));
    return found.some((each) => each.lists.length && !each.pending && says(each));
  };
  const decided = deciding.length && (await all(deciding));
  const others = asked.filter(common);
  if (!decided) await all(others);
  else for (const each of others) resolved.set(each, held(each, [], { stems: stemsOf(each.tokens), rows: each.row ? [each.row] : [], common: true }));
  return asked.map((each) => resolved.get(each));
}

// The words of each meaning by themselves: what a place that says little of the meaning is asked for.
export function apart(asked) {
  const words = ({ kind, tokens }) => (kind === "meaning" ? tokens.filter(({ small }) => !small) : []);
  if (!asked.some((each) => words(each).length > 1)) return [];
  return asked.flatMap((each) => (words(each).length > 1 ? words(each).map((token) => ({ kind: "word", tokens: [token], shown: token.printed })) : [each]));
}

async function resolveOne(each, findings, complete) {
  if (each.kind === "phrase") return phrase(each, findings);
  if (each.kind === "meaning") return meaning(each, findings);
  return word(each, findings, complete);
}

// The findings that hold something that is to be left out.
export async function leftOut(left, findings) {
  const found = await Promise.all(left.map((each) => resolveOne(each, findings, true)));
  const out = new Uint8Array(findings.count);
  for (const { lists, corrected } of found)
    if (!corrected) for (const { found: held } of lists) for (let at = 0; at < held.length; at += 1) if (held.levels[at]) out[held.ids[at]] = 1;
  return out;
}

// Things between which “OR” stands are one thing that has either.
export function joined(resolved, either) {
  const found = [...resolved];
  for (const at of [...either].reverse()) {
    if (!found[at - 1] || !found[at]) continue;
    const [one, other] = found.splice(at - 1, 2);
    found.splice(at - 1, 0, { ...one, kind: "word", tokens: [...one.tokens, ...other.tokens].slice(0, 1), shown: `${one.shown} OR ${other.shown}`, lists: [...one.lists, ...other.lists], stems: [...one.stems, ...other.stems], rows: [...one.rows, ...other.rows], unknown: one.unknown && other.unknown, common: false });
  }
  return found;
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

// Where nothing holds the meaning the words themselves count.
async function meaning(each, findings) {
  const meant = await findings.postings.of(`~${each.row}`);
  const stems = meant ? [] : stemsOf(each.tokens);
  return held(each, [[meant], [together(await postingsOf(stems, findings))]], { stems, rows: [each.row] });
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
  const joint = await findings.postings.of(`=${stem}`); // printed with a hyphen
  if (joint) return held(each, [[joint]], { stems: [stem] });
  const nearest = await corrections(printed, findings.letter);
  const [best] = nearest;
  if (best?.sure) {
    const tokens = findings.words.read(best.printed);
    const place = placeAt(tokens, 0, findings.start);
    if (place?.authorities.length) return held(each, [], { place: { ...place, shown: each.shown }, corrected: best.printed, nearest });
    const near = await findings.postings.of(tokens[0].stem);
    if (near) return held(each, [[near]], { stems: [tokens[0].stem], corrected: best.printed, nearest });
  }
  return held(each, [], { unknown: true, nearest });
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
