// Findings search: the page. The address holds the whole search; the findings index answers it in
// the browser (see search/); results are findings, by document, each linked to its very place.

import { button, element, number } from "./search/dom.js";
import { Facets } from "./search/facets.js";
import { FilterPanel } from "./search/filters.js";
import { Findings } from "./search/findings.js";
import { parse, resolve } from "./search/query.js";
import { rank } from "./search/rank.js";
import { showFinding } from "./search/show.js";
import { lookElsewhere, nothing } from "./search/nothing.js";
import { takeAway } from "./search/take.js";

const FIRST = 10; // findings shown at first, and at each further step
const OF_ONE = 3; // of one document before the rest is asked for
const PAUSE = 40; // milliseconds after a key before the search
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

async function search({ how = ASKED, complete = true } = {}) {
  writeAddress(how);
  const mine = (turn += 1);
  const typed = box.value.trim();
  const query = parse(box.value, findings);
  const [resolved] = await Promise.all([resolve(query.asked, findings, { complete }), facets.load(panel.open)]);
  if (mine !== turn) return;
  const pending = resolved.some((each) => each.pending);
  const known = resolved.filter((each) => !each.pending);
  if (pending && !known.length) return; // one word, not yet finished: what is shown stays
  const ranked = known.length ? rank(known, findings) : { ids: query.empty || pending ? [] : everything(), score: null, all: 0, wanted: 0 };
  const { left, counts } = facets.narrow(ranked.ids, panel.selection);
  panel.show(counts);
  const idle = !typed && !panel.any;
  start.hidden = !idle;
  tools.hidden = idle || !left.length;
  if (idle) return show([], known, "", mine);
  const answer = { ...ranked, before: ranked.ids, ids: left, query: typed };
  await show(groups(answer), known, typed, mine);
  if (mine !== turn) return;
  tell(answer, known, query);
}

const everything = () => Uint32Array.from({ length: findings.count }, (_, id) => id);

// The findings by document: best document first, or by date; within one best first, or in order.
function groups({ ids, score }) {
  const found = new Map();
  for (const id of ids) {
    const document = findings.documentOf[id];
    if (!found.has(document)) found.set(document, { document, ids: [], best: 0 });
    const group = found.get(document);
    group.ids.push(id);
    if (score && score[id] > group.best) group.best = score[id];
  }
  const { published } = findings.start;
  const newest = (a, b) => published[b.document] - published[a.document] || a.document - b.document;
  const byDate = order.value === "oldest" ? (a, b) => newest(b, a) : newest;
  const inOrder = order.value || !score;
  const sorted = [...found.values()].sort((a, b) => (inOrder ? 0 : b.best - a.best) || byDate(a, b));
  if (!inOrder) for (const group of sorted) group.ids.sort((a, b) => score[b] - score[a] || a - b);
  return sorted;
}

// ---------------------------------------------------------------- showing

async function show(found, known, typed, mine) {
  let next = 0;
  const more = button("Show more documents", () => showMore(true), { id: "more" });
  const showMore = async (asked) => {
    const batch = [];
    for (let shown = 0; shown < FIRST && next < found.length; next += 1) {
      batch.push(showGroup(found[next], known));
      shown += Math.min(found[next].ids.length, OF_ONE);
    }
    const items = await Promise.all(batch);
    if (mine !== turn) return;
    if (asked) more.parentElement.remove();
    else list.replaceChildren();
    list.append(...items);
    if (next < found.length) list.append(element("li", {}, more));
    list.dataset.query = typed; // what the results shown answer
    if (asked) items[0]?.querySelector("a")?.focus();
  };
  await showMore(false);
}

async function showGroup({ ids }, known) {
  const passages = (some) => Promise.all(some.map((id) => findings.text(id)));
  const first = await passages(ids.slice(0, OF_ONE));
  const [{ title, place, kind, published, url }] = first;
  const link = element("a", { href: url }, `${place} ${published.slice(-4)}: ${title}`);
  const facts = element("p", { class: "facts" }, `${kind} · ${published} · `, element("b", {}, number(ids.length, "finding")));
  const items = (some) => some.map((passage) => showFinding(passage, known, findings.words));
  const shown = element("ol", { class: "findings" }, ...items(first));
  const item = element("li", { class: "result" }, element("h2", {}, link), facts, shown);
  let next = OF_ONE;
  const words = () => (ids.length - next > FIRST ? `${FIRST} more of ${ids.length - next} in this document` : `${ids.length - next} more in this document`);
  if (ids.length > OF_ONE) {
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
function tell(answer, known, query) {
  const { ids, hits, wanted, all } = answer;
  const documents = new Set(Array.from(ids, (id) => findings.documentOf[id])).size;
  const whole = wanted > 1 ? Array.prototype.filter.call(ids, (id) => hits[id] === wanted).length : ids.length;
  const parts = [];
  for (const { shown, corrected } of known.filter((each) => each.corrected)) parts.push(element("p", {}, `Nothing holds “${shown}”: these are the findings with `, element("b", {}, corrected), "."));
  for (const { shown } of known.filter((each) => each.unknown)) parts.push(element("p", {}, `Nothing holds “${shown}” or a word like it.`));
  if (ids.length && whole < ids.length)
    parts.push(element("p", {}, whole ? `${number(whole, "finding has", "findings have")} all that you asked for; those that lack one thing come after.` : "No finding has all that you asked for; these have most of it."));
  status.textContent = ids.length ? `${number(ids.length, "finding")} found in ${number(documents, "document")}.` : "Nothing found.";
  said.replaceChildren(...parts);
  if (!ids.length) {
    list.replaceChildren(nothing({ known, query, panel, facets, root, ids: answer.before, search: retry }));
    list.dataset.query = answer.query;
  }
  lookElsewhere({ root, typed: answer.query, found: ids.length });
  takeAway(tools, { findings, groups: groups(answer) });
}

function retry(words) {
  if (words !== undefined) box.value = words;
  search();
}

// ---------------------------------------------------------------- the reader's hands

let pause;
let longer;
box.addEventListener("input", () => {
  clearTimeout(pause);
  clearTimeout(longer);
  pause = setTimeout(() => search({ how: TYPED, complete: false }), PAUSE);
  longer = setTimeout(() => search({ how: TYPED }), LONGER);
});
order.addEventListener("change", () => search());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  clearTimeout(longer);
  search();
});
addEventListener("popstate", () => {
  readAddress();
  search({ how: RESTORED });
});

// “/” to the box; the arrows from the box to the results and among them.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    box.focus();
    box.select();
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
