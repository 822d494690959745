// Everything found, to take away: as a table to paste into a paper, or as a file for a spreadsheet.

import { address, citation, copyButton } from "../shared/cite.js";
import { button, element, number } from "./dom.js";

const TAKEN = 500; // findings taken at once
const COLUMNS = ["Authority", "Published", "Document", "Section", "Grade", "Overall", "Place", "Told to act", "Timescale", "Words", "Citation", "Address"];

const cells = (passage) => [
  passage.place,
  passage.published,
  passage.title,
  [passage.service, passage.heading].filter(Boolean).join(": "),
  passage.grade ? `${passage.grade} (${passage.number})` : "",
  passage.overall.map(([service, grade, number]) => `${service && `${service}: `}${grade} (${number})`).join("; "),
  passage.label,
  passage.told,
  passage.timescale,
  passage.words,
  citation(passage),
  address(passage),
];

// Words that a spreadsheet would run get an apostrophe, as in the archive's own tables, and so do
// those that begin with one.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠']/;
const quoted = (words) => `"${(FORMULA.test(words) ? "'" : "") + words.replaceAll('"', '""')}"`;
export const csv = (rows) => [COLUMNS, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");

function table(rows) {
  const line = (tag, row) => element("tr", {}, ...row.map((words) => element(tag, {}, words)));
  return element("table", {}, element("thead", {}, line("th", COLUMNS)), element("tbody", {}, ...rows.map((row) => line("td", row)))).outerHTML;
}

export function takeAway(place, { ids, groups }, findings) {
  const rows = async () => {
    const first = groups.flatMap((group) => group.ids).slice(0, TAKEN);
    return (await Promise.all(first.map((id) => findings.text(id)))).map(cells);
  };
  const many = Math.min(ids.length, TAKEN);
  const which = many < TAKEN ? "all" : `the first ${TAKEN}`;
  const copy = copyButton(`Copy ${which} as a table`, `${number(many, "finding")} copied`, async () => {
    const found = await rows();
    const plain = [COLUMNS, ...found].map((row) => row.map((words) => words.replace(/\s+/g, " ")).join("\t")).join("\n");
    return { "text/plain": plain, "text/html": table(found) };
  });
  const save = button(`Save ${which} as CSV`, async () => {
    const file = URL.createObjectURL(new Blob(["\ufeff", csv(await rows())], { type: "text/csv" }));
    element("a", { href: file, download: "findings.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(file), 1000);
  });
  place.querySelector(".take").replaceChildren(copy, save);
}
