// Everything found, to take away: as a table to paste into a paper, or as a file for a spreadsheet.

import { address, citation, copyButton } from "../shared/cite.js";
import { button, element, number } from "./dom.js";

const AT_ONCE = 500; // findings fetched at once
const COLUMNS = ["Authority", "Authority id", "Region", "Published", "Document", "Document id", "Framework", "Kind", "Section", "Grade", "Overall", "Grade then", "Grade next", "Topics", "Place", "Anchor", "Asked to improve", "Timescale", "Words", "Citation", "Address"];

function cells(passage, findings, facets, id) {
  const { start } = findings;
  const document = findings.documentOf[id];
  const [authority, place, region] = start.authorities[start.authority[document]];
  const topics = [...facets.many.topic(id)].map((at) => start.topics[at - 1][0]);
  return [
    place,
    authority,
    region,
    findings.published(document).toISOString().slice(0, 10),
    passage.title,
    findings.id(document),
    start.frameworks[start.framework[document]][0],
    passage.kind,
    [passage.service, passage.heading].filter(Boolean).join(": "),
    passage.grade ? `${passage.grade} (${passage.number})` : "",
    passage.overall.map(([service, grade, number]) => `${service && `${service}: `}${grade} (${number})`).join("; "),
    passage.then,
    passage.next,
    topics.join("; "),
    passage.label,
    passage.anchor,
    passage.told,
    passage.timescale,
    passage.words,
    citation(passage),
    address(passage),
  ];
}

// Words that a spreadsheet would run get an apostrophe, as in the archive's own tables, and so do
// those that begin with one.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;
const guarded = (words) => (FORMULA.test(words) ? "'" : "") + words;
const quoted = (words) => `"${guarded(words).replaceAll('"', '""')}"`;
export const csv = (rows) => [COLUMNS, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");

export const tabbed = (rows) =>
  [COLUMNS, ...rows].map((row) => row.map((words) => guarded(words).replace(/\s+/g, " ")).join("\t")).join("\n");

export function table(rows) {
  const line = (tag, row) => element("tr", {}, ...row.map((words) => element(tag, {}, guarded(words))));
  return element("table", {}, element("thead", {}, line("th", COLUMNS)), element("tbody", {}, ...rows.map((row) => line("td", row)))).outerHTML;
}

export function takeAway(place, { ids, groups }, findings, facets) {
  const rows = async () => {
    await facets.load(["topic"], {});
    const all = groups.flatMap((group) => group.ids);
    const found = [];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      (await findings.texts(some)).forEach((passage, which) => found.push(cells(passage, findings, facets, some[which])));
    }
    return found;
  };
  const copy = copyButton("Copy all as a table", `${number(ids.length, "result")} copied`, async () => {
    const found = await rows();
    return { "text/plain": tabbed(found), "text/html": table(found) };
  });
  const save = button("Save all as CSV", async () => {
    const file = URL.createObjectURL(new Blob(["\ufeff", csv(await rows())], { type: "text/csv" }));
    element("a", { href: file, download: "results.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 1000);
  });
  place.querySelector(".take").replaceChildren(copy, save);
}
