// Findings search: the page. The address holds the whole search; the findings index answers it in
// the browser (see search/); results are findings, by document, each linked to its very place.

import { DOCUMENTS, FIRST, answer, withChips } from "./search/answer.js";
import { button, element, number } from "./search/dom.js";
import { Facets } from "./search/facets.js";
import { FilterPanel } from "./search/filters.js";
import { Findings } from "./search/findings.js";
import { chip, showFinding } from "./search/show.js";
import { nothing } from "./search/nothing.js";
import { Suggestions, showBest } from "./search/pages.js";
import { takeAway } from "./search/take.js";

const PAUSE = 20; // milliseconds after a key before the search
const SUGGESTING = 200; // after which pages are suggested
const LONGER = 400; // after which a word that is not finished is completed

const root = document.documentElement.dataset.root;
const form = document.querySelector("main form[role=search]");
const box = document.querySelector("#q");
const status = document.querySelector("#status");
const said = document.querySelector("#said");
const list = document.querySelector("#results");
const order = document.querySelector("#sort");
const start = document.querySelector("#start");
const tools = document.querySelector("#tools");
const best = document.querySelector("#best");
const suggestions = new Suggestions(box, document.querySelector("#suggested"), root);
const titled = document.title;
const { grades } = list.dataset; // where the grades of all authorities stand, if they do

const findings = await Findings.open(root).catch((error) => {
  status.textContent = "The search could not be loaded. Please try again, or browse the pages below.";
  throw error;
});
const facets = new Facets(findings);
const panel = new FilterPanel(document.querySelector("#filters"), document.querySelector("#chosen"), facets, {
  changed: () => search(),
  opened: () => search(),
});

// ---------------------------------------------------------------- the search as the address has it

// Words typed before this script had loaded are kept.
function readAddress(typed = "") {
  const address = new URLSearchParams(location.search);
  box.value = typed || (address.get("q") ?? "");
  order.value = address.get("sort") ?? "";
  panel.read(address);
}

// While somebody types, one entry of the history is written over and over; a search that was asked
// for in any other way stays in it, so that the back button leads to it.
const [ASKED, TYPED, RESTORED] = ["asked", "typed", "restored"];
let typing = false;

function writeAddress(how) {
  const address = new URLSearchParams();
  if (box.value.trim()) address.set("q", box.value.trim());
  panel.write(address);
  if (order.value) address.set("sort", order.value);
  const written = `${address}` ? `?${address}` : location.pathname;
  if (written !== (location.search || location.pathname)) history[how === ASKED || (how === TYPED && !typing) ? "pushState" : "replaceState"](null, "", written);
  typing = how === TYPED;
}

// ---------------------------------------------------------------- searching

let turn = 0;

let answering;

const search = (asked) => (answering = answered(asked).catch(failed));

async function answered({ how = ASKED, complete = true } = {}) {
  writeAddress(how);
  const mine = (turn += 1);
  const found = await answer(box.value, { findings, facets, selection: panel.selection, open: panel.open, order: order.value, complete });
  if (!found || mine !== turn) return; // a word that is not finished: what is shown stays
  if (!found.pending) clearTimeout(longer); // nothing is left to complete
  panel.show(found.counts, found.query.chips.map((chip) => ({ ...chip, undo: () => asWords(chip) })));
  document.title = found.typed.trim() ? `${found.typed.trim()} · ${titled}` : titled;
  const idle = !found.typed.trim() && !panel.any;
  start.hidden = !idle;
  if (idle || !found.ids.length) tools.hidden = true;
  list.ariaBusy = "true";
  await show(idle ? [] : found.groups, found, mine, () => tell(found, idle, mine));
  if (mine !== turn) return;
  list.ariaBusy = "false";
  tools.hidden = idle || !found.ids.length;
}

// Words that name a filter count as words where they are quoted.
function asWords({ shown }) {
  box.value = box.value.replace(shown, `“${shown}”`);
}

// ---------------------------------------------------------------- showing

// Each document is shown as soon as those above it are; what is said of all (`begin`) with the first, so
// that nothing shown moves.
async function show(groups, { known, typed }, mine, begin) {
  let next = 0;
  const replaceAll = () => {
    list.replaceChildren();
    begin();
  };
  const more = button("Show more documents", () => showMore(true), { id: "more" });
  const showMore = async (asked) => {
    const batch = [];
    for (let shown = 0; shown < FIRST && next < (asked ? groups.length : Math.min(DOCUMENTS, groups.length)); next += 1) {
      batch.push(groups[next]);
      shown += Math.min(groups[next].found.length, groups[next].shown);
    }
    const fetched = findings.texts(batch.flatMap(({ ids, shown }) => ids.slice(0, shown))); // in few requests
    fetched.catch(() => {}); // each document below awaits its own
    let first;
    for (const group of batch) {
      const item = await showGroup(group, known);
      if (mine !== turn) return;
      if (!first && asked) more.parentElement.remove();
      else if (!first) replaceAll();
      first ??= item;
      list.append(item);
    }
    if (!batch.length) replaceAll();
    if (next < groups.length) list.append(element("li", {}, more));
    list.dataset.query = typed.trim(); // what the results shown answer
    if (asked) first?.querySelector("a")?.focus();
  };
  await showMore(false);
}

async function showGroup({ ids, shown: many }, known) {
  const passages = (some) => findings.texts(some);
  const first = await passages(ids.slice(0, many));
  const [{ title, place, kind, published, url, overall, steps }] = first;
  const link = element("a", { href: url }, `${place} ${published.slice(-4)}: ${title}`);
  const grades = overall.flatMap(([service, grade, number]) => [`${service ? `${service}: overall` : "Overall"} `, chip({ grade, number, steps }), " · "]);
  const facts = element("p", { class: "facts" }, `${kind} · ${published} · `, ...grades, element("b", {}, number(ids.length, "result")));
  const items = (some) => some.map((passage) => showFinding(passage, known, findings.words));
  const shown = element("ol", { class: "findings" }, ...items(first));
  const item = element("li", { class: "result" }, element("h2", {}, link), facts, shown);
  let next = many;
  const words = () => (ids.length - next > FIRST ? `${FIRST} more of ${ids.length - next} in this document` : `${ids.length - next} more in this document`);
  if (ids.length > many) {
    const more = button(words(), async () => {
      const further = items(await passages(ids.slice(next, next + FIRST)));
      next += FIRST;
      shown.append(...further);
      if (next < ids.length) more.textContent = words();
      else more.remove();
      further[0].querySelector("a").focus();
    });
    item.append(more);
  }
  return item;
}

// What was found, in a sentence, and what was taken for what.
function tell(found, idle, mine) {
  const { ids, known, query, typed } = found;
  status.textContent = idle ? "" : [summary(found), ...narrowed(), ...taken(known, query)].join(" ");
  const { authorities } = findings.start;
  const replaced = (shown, words) => button(words, () => retry(box.value.replace(shown, words)), { class: "plain" });
  said.replaceChildren(
    ...known.filter(({ unknown, nearest }) => unknown && nearest?.length).map(({ shown, nearest }) => element("p", {}, "Did you mean ", ...nearest.flatMap(({ printed }, at) => [at ? " or " : "", replaced(shown, printed)]), "?")),
    ...query.places.flatMap(({ authorities: held, several, shown }) => {
      const links = held.map((at) => element("a", { href: `${root}authorities/${authorities[at][0]}/` }, `${authorities[at][1]}: all its inspections and grades`));
      const which = held.flatMap((at, place) => [place ? " or " : "", replaced(shown, authorities[at][1])]);
      return several ? [element("p", {}, `Which “${shown}”? `, ...which)] : links.map((link) => element("p", {}, link));
    }),
    ...(idle ? [] : [follow(query)]),
    ...(askedOfGrades(query) ? [element("p", {}, element("a", { href: `${root}${grades}` }, `${list.dataset.stand}: the newest grade of each`))] : []),
  );
  if (!ids.length && !idle) list.replaceChildren(nothing({ known, query, panel, facets, root, ids: found.before, search: retry }));
  showBest(best, { root, typed: typed.trim(), findings, current: () => mine === turn }).catch(() => {}); // the results stand without
  takeAway(tools, found, findings, facets);
}

// The feed that is nearest to a search, and what it holds: a council's, a topic's or a kind's.
function follow({ places, chips }) {
  const { authorities } = findings.start;
  const { chosen } = withChips(panel.selection, chips);
  const asked = [...new Set([...(chosen.authority ?? []), ...places.filter(({ several }) => !several).flatMap((place) => place.authorities.map((at) => authorities[at][0]))])];
  const council = asked.length === 1 && authorities.find(([id]) => id === asked[0]);
  const feeds = list.dataset.feeds.split(" ");
  const only = (filter, folder) => {
    const values = chosen[filter] ?? [];
    return !asked.length && values.length === 1 && feeds.includes(folder + values[0]) ? [`${folder}${values[0]}/feed.xml`, panel.label(filter, values[0])] : null;
  };
  const topic = only("topic", "topics/");
  const kind = only("recommendation", "recommendations/kind/");
  let [path, holds] = ["feed.xml", "every new or changed document of the archive"];
  if (council) [path, holds] = [`authorities/${council[0]}/feed.xml`, `every new or changed document of ${council[1]}`];
  else if (topic) [path, holds] = [topic[0], `what anybody is newly asked to improve on the topic “${topic[1]}”`];
  else if (kind) [path, holds] = [kind[0], `what is newly asked of anybody as “${kind[1]}”`];
  return element("p", { class: "follow" }, element("a", { href: root + path }, "Follow by feed"), `: it tells of ${holds}, whatever the words of this search.`);
}

// What narrows the search, and what was taken for what, in words.
function narrowed() {
  const words = panel.choices().map((choice) => choice.words);
  return words.length ? [`Narrowed by ${words.join("; ")}.`] : [];
}

function taken(known, { lacking }) {
  return [
    ...known.filter((each) => each.corrected).map(({ shown, corrected }) => `Nothing holds “${shown}”: taken for “${corrected}”.`),
    ...known.filter((each) => each.unknown).map(({ shown }) => `Nothing holds “${shown}” or a word like it.`),
    ...lacking.map((shown) => `The archive has no document on “${shown}”.`),
  ];
}

// Whether nothing but grades was asked for, which one page shows for all.
const askedOfGrades = ({ asked, chips }) => grades && chips.some(({ filter }) => filter === "overall") && asked.every(({ tokens }) => tokens.every(({ faint, singular }) => faint || findings.start.judged.includes(singular)));

function summary({ ids, whole, groups, here, query }) {
  if (!ids.length) return "Nothing found.";
  const found = `${number(ids.length, "result")} found in ${number(groups.length, "document")}`;
  const names = [...new Set(query.places.flatMap(({ authorities }) => authorities.map((at) => findings.start.authorities[at][1])))].join(", ");
  if (here === 0) return `${found}: none of them in ${names}.`;
  if (here !== null && here < ids.length) return `${found}: ${here.toLocaleString("en-GB")} in ${names}, the others elsewhere.`;
  if (whole === ids.length) return `${found}.`;
  return whole ? `${found}: ${number(whole, "has", "have")} all that you asked for, the others part of it.` : `${found}: none has all that you asked for, but part of it.`;
}

// A file that cannot be had is one of an archive that has been published anew, or the network's.
function failed(error) {
  status.textContent = "This could not be fetched. The archive may just have been published anew.";
  said.replaceChildren(button("Load the page again", () => location.reload()));
  throw error;
}

function retry(words) {
  if (words !== undefined) box.value = words;
  search();
}

// ---------------------------------------------------------------- the reader's hands

let pause;
let longer;
let suggesting;
let typings = 0;

// Pages are suggested after the results: what both fetch would make the results late.
async function suggest(mine) {
  for (let last; last !== answering; ) await (last = answering).catch(() => {});
  if (mine === typings) await suggestions.suggest(box.value.trim());
}

function suggestNothing() {
  clearTimeout(suggesting);
  typings += 1;
}

box.addEventListener("input", () => {
  suggestNothing();
  clearTimeout(pause);
  clearTimeout(longer);
  suggesting = setTimeout(suggest, SUGGESTING, typings);
  pause = setTimeout(() => search({ how: TYPED, complete: false }), PAUSE);
  longer = setTimeout(() => search({ how: TYPED }), LONGER);
});
order.addEventListener("change", () => search());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  suggestNothing();
  suggestions.close();
  clearTimeout(pause);
  clearTimeout(longer);
  search();
});
addEventListener("popstate", () => {
  readAddress();
  search({ how: RESTORED });
});

// “/” to the box; the arrows from the box to the results and among them; Escape back to the box.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target === box && suggestions.key(event)) return;
  if (event.key === "/" && !event.target.matches("input:not([type=checkbox]), textarea")) {
    event.preventDefault();
    box.focus();
    box.select();
    return;
  }
  if (event.key === "Escape" && list.contains(event.target)) {
    box.focus();
    return;
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const places = [...list.querySelectorAll("a.place")];
  const at = places.indexOf(event.target);
  if (event.target !== box && at < 0) return;
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  if (event.target === box && event.key === "ArrowUp") return;
  event.preventDefault();
  (next < 0 ? box : places[Math.min(next, places.length - 1)])?.focus();
});

readAddress(box.value);
await search({ how: RESTORED });
