// What is typed → what is asked for: words, meanings of several words, places, quoted phrases.

import { completions, corrections } from "./nearly.js";

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
      asked.push({ kind: "place", authority: place.authority, tokens: tokens.slice(at, place.end), shown: shown(at, place.end) });
      at = place.end - 1;
    } else if (!tokens[at].small) {
      asked.push({ kind: "word", tokens: [tokens[at]], shown: shown(at, at + 1), last: tokens[at].end === typed.length });
    }
  }
  return { typed, asked, empty: !asked.length && tokens.length > 0 };
}

// The longest name of an authority that begins at a token.
function placeAt(tokens, at, findings) {
  let found = null;
  let name = "";
  for (let end = at; end < Math.min(tokens.length, at + 6); end += 1) {
    name += (end > at ? " " : "") + tokens[end].written;
    if (findings.named.has(name)) found = { authority: findings.named.get(name), end: end + 1 };
  }
  return found;
}

// What of each thing asked for the findings hold: lists of findings with a word's weight in each.
// A word that nothing holds is completed if it is the last one, or corrected, or it stays unknown.
export async function resolve(asked, findings, { complete = true } = {}) {
  return Promise.all(asked.map((each) => resolveOne(each, findings, complete)));
}

async function resolveOne(each, findings, complete) {
  const stems = each.tokens.filter((token) => !token.small).map((token) => token.stem);
  if (each.kind === "phrase") {
    const held = each.tokens.length > 1 ? await findings.postings.phrase(each.tokens) : onlyOwn(await findings.postings.of(each.tokens[0].stem));
    return { ...each, lists: held ? [{ ...held, share: 1 }] : [], stems: [], rows: [] };
  }
  if (each.kind === "meaning") {
    const held = await findings.postings.of(`~${each.row}`);
    const lists = held ? [{ ...held, share: 1 }] : [];
    // Where the meaning is rare, or one word, the words themselves count too.
    if (!held || held.held < findings.count / 50 || stems.length === 1) {
      const all = together(await Promise.all(stems.map((stem) => findings.postings.of(stem))));
      if (all) lists.push({ ...all, share: held ? 0.6 : 1 });
    }
    return { ...each, lists, stems: stems.length === 1 || !held ? stems : [], rows: [each.row] };
  }
  const lists = [];
  const year = /^(19|20)\d\d$/.test(each.tokens[0].written) ? Number(each.tokens[0].written) : 0;
  if (each.kind === "place") lists.push({ ...ofDocuments(findings, (at) => findings.start.authority[at] === each.authority), share: 0.6 });
  if (year) lists.push({ ...ofDocuments(findings, (at) => findings.published(at).getUTCFullYear() === year), share: 0.6 });
  const all = together(await Promise.all(stems.map((stem) => findings.postings.of(stem))));
  if (all) lists.push({ ...all, share: 1 });
  if (lists.some((list) => list.ids.length)) return { ...each, lists, stems, rows: [] };
  const [{ printed }] = each.tokens;
  if (each.last && !complete) return { ...each, lists: [], stems: [], rows: [], pending: true };
  if (each.last && printed.length > 2) {
    const found = await completions(printed, findings.letter);
    if (found.length) {
      const stems = [...new Set(found.map((each) => findings.words.read(each.printed)[0].stem))];
      const held = (await Promise.all(stems.map((stem) => findings.postings.of(stem)))).filter(Boolean);
      return { ...each, lists: held.map((list) => ({ ...list, share: 1 })), stems, rows: [], completed: true };
    }
  }
  const nearest = await corrections(printed, findings.letter);
  if (nearest.length) {
    const [token] = findings.words.read(nearest[0].printed);
    const held = await findings.postings.of(token.stem);
    if (held) return { ...each, lists: [{ ...held, share: 1 }], stems: [token.stem], rows: [], corrected: nearest[0].printed, nearest };
  }
  return { ...each, lists: [], stems: [], rows: [], unknown: true };
}

function onlyOwn(posting) {
  if (!posting) return null;
  const own = posting.ids.map((_, at) => at).filter((at) => posting.levels[at]);
  return { held: posting.held, ids: own.map((at) => posting.ids[at]), levels: own.map((at) => posting.levels[at]) };
}

// The findings that all of some words stand in, with the least weight of them.
function together(postings) {
  if (!postings.length || postings.some((each) => !each)) return null;
  if (postings.length === 1) return postings[0];
  const [shortest, ...others] = [...postings].sort((a, b) => a.ids.length - b.ids.length);
  const ids = [];
  const levels = [];
  const at = others.map(() => 0);
  shortest.ids.forEach((id, which) => {
    let least = shortest.levels[which];
    const everywhere = others.every((other, o) => {
      while (at[o] < other.ids.length && other.ids[at[o]] < id) at[o] += 1;
      least = Math.min(least, other.levels[at[o]]);
      return other.ids[at[o]] === id;
    });
    if (everywhere) {
      ids.push(id);
      levels.push(least);
    }
  });
  return { held: ids.length, ids, levels };
}

function ofDocuments(findings, is) {
  const ids = [];
  for (let document = 0; document < findings.documents; document += 1)
    if (is(document)) for (let id = findings.first[document]; id < findings.first[document + 1]; id += 1) ids.push(id);
  return { held: ids.length, ids, levels: new Array(ids.length).fill(8) };
}
