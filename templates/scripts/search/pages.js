// The archive's own pages, by their titles: those that the words name, above the results, and
// suggestions while somebody types. Pagefind knows them; it is fetched only after the first results.

import { element } from "./dom.js";

const BEST = 3; // pages above the results
const SUGGESTED = 5;
const LETTERS = 3; // typed before anything is suggested
const LOOKED_AT = 20; // groups of titles that Pagefind is asked for
const HALF = 0.5; // so much of a title must have been asked for

let pagefind;

async function pagesFor(typed, root) {
  pagefind ??= import(`${root}pagefind/pagefind.js`).then(async (loaded) => {
    await loaded.options({ baseUrl: root });
    return loaded;
  });
  pagefind.catch(() => (pagefind = undefined));
  const { results } = await (await pagefind).search(typed);
  const groups = await Promise.all(results.slice(0, LOOKED_AT).map((result) => result.data()));
  const titles = groups.flatMap((group) => group.sub_results);
  return titles.map(({ url, title }) => ({ url: root + url.slice(url.indexOf("#") + 2), title }));
}

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

// Whether a word of a title is one that is typed, or begins with it; or is it but for its ending.
const answers = (word, typed) => word.startsWith(typed) || (word.length >= LETTERS && typed.startsWith(word));

// The pages whose titles hold all that is typed: those that say least besides first.
function suggestedFor(pages, typed) {
  const asked = wordsOf(typed);
  return pages
    .map((page) => ({ ...page, words: wordsOf(page.title) }))
    .filter(({ words }) => asked.every((each) => words.some((word) => answers(word, each))))
    .sort((a, b) => a.words.length - b.words.length || (a.title < b.title ? -1 : 1))
    .slice(0, SUGGESTED);
}

// The words of a name that say something: “Derby City Council” is Derby.
const stemsIn = (text, { words, start }) => new Set(words.read(text).filter(({ small, written }) => !small && !start.beside.includes(written)).map(({ stem }) => stem));

// Which pages are named by what is typed: it has all their titles say, or half of it and nothing else.
function pagesNamed(pages, typed, findings) {
  const asked = stemsIn(typed, findings);
  const share = (title) => {
    const has = stemsIn(title, findings);
    return asked.size && [...asked].every((stem) => has.has(stem)) ? asked.size / has.size : 0;
  };
  return pages
    .map((page) => ({ ...page, share: share(page.title) }))
    .filter((page) => page.share >= HALF)
    .sort((a, b) => b.share - a.share)
    .slice(0, BEST);
}

// Shows the pages that the words name above the results.
export async function showBest(place, { typed, root, findings, current }) {
  place.replaceChildren();
  if (!typed) return;
  const best = pagesNamed(await pagesFor(typed, root), typed, findings);
  if (!current() || !best.length) return;
  place.replaceChildren(element("h2", {}, best.length > 1 ? "Pages with this name" : "The page with this name"), element("ul", {}, ...best.map(({ url, title }) => element("li", {}, element("a", { href: url }, title)))));
}

// Suggests pages while somebody types: a combobox with a list, as ARIA describes it.
export class Suggestions {
  constructor(box, list, root) {
    Object.assign(this, { box, list, root, turn: 0, at: -1, pages: [] });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) box.setAttribute(name, value);
    box.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) location.assign(option.dataset.url);
    });
  }

  get open() {
    return !this.list.hidden;
  }

  close() {
    this.turn += 1;
    this.list.hidden = true;
    this.pages = [];
    this.choose(-1);
    this.box.setAttribute("aria-expanded", "false");
  }

  async suggest(typed) {
    const mine = (this.turn += 1);
    const found = typed.length < LETTERS ? [] : await pagesFor(typed, this.root).catch(() => []);
    if (mine !== this.turn || document.activeElement !== this.box) return;
    this.pages = suggestedFor(found, typed);
    this.list.replaceChildren(...this.pages.map(({ url, title }, at) => element("li", { role: "option", id: `suggested-${at}`, "aria-selected": "false", "data-url": url }, title)));
    this.list.hidden = !this.pages.length;
    this.box.setAttribute("aria-expanded", `${this.open}`);
    this.choose(-1);
  }

  choose(at) {
    this.at = at;
    [...this.list.children].forEach((option, which) => option.setAttribute("aria-selected", `${which === at}`));
    if (at < 0) this.box.removeAttribute("aria-activedescendant");
    else this.box.setAttribute("aria-activedescendant", `suggested-${at}`);
  }

  // What a key does while suggestions are shown; whether it did anything.
  key(event) {
    if (!this.open) return false;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves) this.choose(Math.max(-1, Math.min(this.pages.length - 1, this.at + moves[event.key])));
    else if (event.key === "Enter" && this.at >= 0) location.assign(this.pages[this.at].url);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
