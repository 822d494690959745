// Where to look when no finding answers.

import { button, element, number } from "./dom.js";

// What to try instead, each with what it would find where that is known.
export function nothing({ known, query, panel, facets, root, ids, search }) {
  const tries = [];
  for (const { shown, nearest = [] } of known)
    for (const { printed, held } of nearest)
      tries.push([button(`Search for “${printed}”`, () => search(query.typed.replace(shown, printed))), ` (${number(held, "result")})`]);
  for (const { words, selection, take } of panel.alternatives()) {
    const left = facets.narrow(ids, selection).left.length;
    if (left) tries.push([button(`Without “${words}”`, take), ` (${number(left, "result")})`]);
  }
  if (/["“”]/.test(query.typed)) tries.push([button("Without the quotation marks", () => search(query.typed.replace(/["“”]/g, " ").trim()))]);
  const rare = known.filter((each) => each.kind !== "phrase" && each.lists.length);
  if (known.length > 1) for (const { shown } of rare) tries.push([button(`Only “${shown}”`, () => search(shown))]);
  const browse = (path, words) => element("li", {}, element("a", { href: root + path }, words));
  const why = query.empty ? "These are words that nearly every passage holds. Add one that says what it is about, or put them in quotation marks." : "Nothing answers this search.";
  return element(
    "li",
    { class: "nothing" },
    element("h2", {}, "What to try instead"),
    element("p", {}, why),
    element(
      "ul",
      {},
      ...tries.map((parts) => element("li", {}, ...parts)),
      element("li", {}, "fewer words, or other words for the same"),
      browse("topics/", "the topics, each with every passage about it"),
      browse("authorities/", "each place, with its inspections"),
      browse("documents/", "all documents"),
    ),
  );
}
