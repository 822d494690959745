// Findings search: the paragraphs that hold the words, by document, each linked to its place.
// The address holds the whole search; Pagefind finds the documents and where in them the words
// stand; a small map of each document says under which heading and grade that is.

const root = document.documentElement.dataset.root;
const FILTERS = { authority: "Authority", kind: "Kind", year: "Year", framework: "Framework", judgement: "Judgement" };
const DOCUMENTS = 10; // fetched and shown at a time
const FINDINGS = 3; // shown of each document before the rest is asked for
const HEAVIEST = 1000; // what a word may weigh: Pagefind gives those of headings far more
const AROUND = 14; // words shown on each side of the first match

const form = document.querySelector("form[role=search]");
const box = document.querySelector("#q");
const choices = document.querySelector("#filters");
const status = document.querySelector("#status");
const list = document.querySelector("#results");

const pagefind = await import(`${root}pagefind/pagefind.js`);
await pagefind.options({ baseUrl: root });
const [known, labels] = await Promise.all([
  pagefind.filters(),
  fetch(`${root}search/labels.json`).then((answer) => answer.json()),
]);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function label(filter, value) {
  return labels[filter]?.[value] ?? value;
}

// ---------------------------------------------------------------- the search as the address has it

// Words typed before this script had loaded are kept.
function readAddress(typed = "") {
  const address = new URLSearchParams(location.search);
  box.value = typed || (address.get("q") ?? "");
  for (const input of choices.querySelectorAll("input"))
    input.checked = address.getAll(input.name).includes(input.value);
}

function chosen() {
  const found = {};
  for (const input of choices.querySelectorAll("input:checked"))
    (found[input.name] ??= []).push(input.value);
  return found;
}

function writeAddress(remember) {
  const address = new URLSearchParams();
  if (box.value.trim()) address.set("q", box.value.trim());
  for (const [name, values] of Object.entries(chosen()))
    for (const value of values) address.append(name, value);
  const written = `${address}` ? `?${address}` : location.pathname;
  history[remember ? "pushState" : "replaceState"](null, "", written);
}

// ---------------------------------------------------------------- what it can be narrowed by

function offerFilters() {
  for (const [name, title] of Object.entries(FILTERS)) {
    const values = Object.keys(known[name] ?? {});
    if (!values.length) continue;
    values.sort((a, b) => (name === "year" ? b.localeCompare(a) : label(name, a).localeCompare(label(name, b))));
    const boxes = values.map((value) => {
      const input = element("input", { type: "checkbox", name, value });
      const count = element("span", { class: "count", "data-count": `${name}:${value}` });
      return element("label", {}, input, ` ${label(name, value)} `, count);
    });
    const group = element("fieldset", {}, element("legend", { class: "hidden" }, title), ...boxes);
    choices.append(element("details", { "data-filter": name }, element("summary", {}, title), group));
  }
}

function showCounts(counts) {
  for (const count of choices.querySelectorAll("[data-count]")) {
    const [name, value] = count.dataset.count.split(":");
    count.textContent = `(${counts[name]?.[value] ?? 0})`;
  }
  for (const group of choices.querySelectorAll("details"))
    if (group.querySelector("input:checked")) group.open = true;
}

// ---------------------------------------------------------------- findings of one document

const plain = (word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

// The word of the query that a matched word stands for: the one it shares its beginning with.
function asked(word, query) {
  const shared = (a, b) => [...a].findIndex((letter, at) => letter !== b[at]);
  const length = (a, b) => (shared(a, b) < 0 ? a.length : shared(a, b));
  return query.reduce((best, each) => (length(each, word) > length(best, word) ? each : best), query[0] ?? word);
}

// Each place that holds matched words, best first. A place with more of the query's words comes
// before one with fewer, however often it repeats them; among equals the rarer words count.
function findings(data) {
  const query = box.value.trim().split(/\s+/).map(plain).filter(Boolean);
  const words = data.raw_content.split(/\s+/);
  const anchors = data.anchors.filter((each) => each.id).sort((a, b) => a.location - b.location);
  const places = new Map();
  for (const { location: at, balanced_score: score } of data.weighted_locations) {
    let index = anchors.length - 1;
    while (index >= 0 && anchors[index].location > at) index -= 1;
    const place = places.get(index) ?? { index, words: new Map(), at: new Set(), stands: new Map() };
    const word = asked(plain(words[at] ?? ""), query);
    place.words.set(word, Math.max(place.words.get(word) ?? 0, Math.min(score, HEAVIEST)));
    place.at.add(at);
    place.stands.set(at, word);
    places.set(index, place);
  }
  return [...places.values()]
    .map((place) => ({
      ...place,
      anchor: anchors[place.index]?.id ?? "",
      score: [...place.words.values()].reduce((sum, score) => sum + HEAVIEST + score, 0),
      start: anchors[place.index]?.location ?? 0,
      end: anchors[place.index + 1]?.location ?? words.length,
      all: words,
      anchors,
    }))
    .sort((a, b) => b.score - a.score || a.index - b.index);
}

// The section that a finding stands in: the last of the document's sections at or above it.
function sectionOf(finding, map) {
  const sections = new Map(map.sections.map((section) => [section.id, section]));
  for (let index = finding.index; index >= 0; index -= 1) {
    const section = sections.get(finding.anchors[index]?.id);
    if (section) return section;
  }
  return map.sections[0];
}

// Where the words shown begin: at the match that has most of the other words close behind it.
function richest(finding) {
  const distinct = (from) =>
    new Set([...finding.at].filter((at) => at >= from && at < from + 2 * AROUND).map((at) => finding.stands.get(at))).size;
  return [...finding.at].sort((a, b) => distinct(b) - distinct(a) || a - b)[0];
}

function inContext(finding) {
  const first = richest(finding);
  const from = Math.max(finding.start, first - AROUND);
  const to = Math.min(finding.end, Math.max(first + 2 * AROUND, ...[...finding.at].filter((at) => at < first + 3 * AROUND)) + 1);
  const shown = element("p", { class: "words" });
  if (from > finding.start) shown.append("… ");
  for (let at = from; at < to; at += 1) {
    shown.append(finding.at.has(at) ? element("mark", {}, finding.all[at]) : finding.all[at], " ");
  }
  if (to < finding.end) shown.append("…");
  return shown;
}

function placeName(anchor, section) {
  const number = /^p(\d+)/.exec(anchor)?.[1];
  if (number) return `Paragraph ${number}`;
  return anchor === section.id ? "Heading" : "Unnumbered passage";
}

function showFinding(finding, section, url) {
  const where = element("a", { href: `${url}#${finding.anchor}` }, placeName(finding.anchor, section));
  const line = element("p", { class: "where" }, where);
  const heading = [section.service, section.heading].filter(Boolean).join(": ");
  if (heading) line.append(` · ${heading}`);
  if (section.grade)
    line.append(" ", element("span", { class: `grade g${section.number}` }, `${section.grade} (${section.number})`));
  return element("li", { class: "finding" }, line, inContext(finding));
}

function showSection(section, url) {
  const link = element("a", { href: `${url}#${section.id}` }, section.heading);
  const line = element("p", { class: "where" }, link);
  if (section.grade)
    line.append(" ", element("span", { class: `grade g${section.number}` }, `${section.grade} (${section.number})`));
  return element("li", { class: "finding" }, line);
}

async function showDocument(result, judgements) {
  const data = await result.data();
  const url = data.url;
  const id = new URL(url, location.href).pathname.split("/").filter(Boolean).pop();
  const map = await fetch(`${root}search/maps/${id}.json`).then((answer) => answer.json());
  const wanted = (section) => !judgements.length || judgements.includes(section.judgement);
  const found = box.value.trim()
    ? findings(data)
        .map((finding) => [finding, sectionOf(finding, map)])
        .filter(([, section]) => wanted(section))
        .map(([finding, section]) => showFinding(finding, section, url))
    : map.sections.filter((section) => judgements.length && wanted(section)).map((section) => showSection(section, url));
  if (!found.length && judgements.length) return null;
  const title = element("h2", {}, element("a", { href: found.length ? found[0].querySelector("a").href : url }, data.meta.title));
  const facts = element("p", { class: "facts" }, [label("kind", data.meta.kind), data.meta.published].filter(Boolean).join(" · "));
  const shown = element("ol", { class: "findings" }, ...found.slice(0, FINDINGS));
  const item = element("li", { class: "result" }, title, facts, shown);
  if (found.length > FINDINGS) {
    const more = element("button", { type: "button" }, `${found.length - FINDINGS} more in this document`);
    more.addEventListener("click", () => {
      shown.append(...found.slice(FINDINGS));
      more.remove();
      found[FINDINGS].querySelector("a").focus();
    });
    item.append(more);
  }
  return item;
}

// ---------------------------------------------------------------- searching

let turn = 0;

async function search(remember) {
  writeAddress(remember);
  const mine = (turn += 1);
  const query = box.value.trim();
  const filters = Object.fromEntries(Object.entries(chosen()).map(([name, values]) => [name, { any: values }]));
  if (!query && !Object.keys(filters).length) {
    list.replaceChildren();
    showCounts(known);
    status.textContent = "";
    return;
  }
  const answer = await pagefind.search(query || null, { filters });
  if (mine !== turn) return;
  showCounts(answer.filters);
  const judgements = chosen().judgement ?? [];
  const shown = [];
  let next = 0;
  const more = element("button", { type: "button", id: "more" }, "Show more documents");
  const showMore = async () => {
    const batch = answer.results.slice(next, next + DOCUMENTS);
    next += batch.length;
    const items = await Promise.all(batch.map((result) => showDocument(result, judgements)));
    if (mine !== turn) return;
    shown.push(...items.filter(Boolean));
    list.replaceChildren(...shown);
    list.dataset.query = query; // what the results shown answer
    if (next < answer.results.length) list.append(element("li", {}, more));
    const left = answer.results.length - next;
    status.textContent = !shown.length
      ? "Nothing found. Try fewer or other words, or remove a filter."
      : `${shown.length + left} document${shown.length + left === 1 ? "" : "s"} found.`;
  };
  more.addEventListener("click", showMore);
  await showMore();
}

offerFilters();
readAddress(box.value);

let pause;
box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => search(false), 150);
});
choices.addEventListener("change", () => search(true));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pause);
  search(true);
});
addEventListener("popstate", () => {
  readAddress();
  search(false);
});

await search(false);
