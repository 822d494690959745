// Asks a built site's search in Node and prints what a reader would be shown.
//
//     node --experimental-default-type=module ask.mjs SITE SCRIPTS < questions.json
//
// SCRIPTS is a folder with the scripts of the search page (templates/scripts). Each question is
// {query, selection?, shown?, cold?}; each answer is a line of JSON with the findings in the order in
// which they stand on the page and, where it was asked `cold`, what was fetched for it.

import { open as openFile, readFile, stat } from "node:fs/promises";
import { createInterface } from "node:readline";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [site, scripts] = process.argv.slice(2).map((each) => path.resolve(each));

let asked = []; // requests of the question that is asked
let waiting = []; // requests that no answer was given yet
let rounds = 0;

async function read(address, range) {
  const file = path.join(site, decodeURIComponent(new URL(address, "http://site/").pathname));
  if (!range) return { status: 200, bytes: await readFile(file) };
  const [first, last] = range.replace("bytes=", "").split("-").map(Number);
  const size = (await stat(file)).size;
  const bytes = Buffer.alloc(Math.min(last + 1, size) - first);
  const handle = await openFile(file);
  await handle.read(bytes, 0, bytes.length, first);
  await handle.close();
  return { status: 206, bytes };
}

// All that is asked for at one time is answered at one time: a round trip.
globalThis.fetch = (address, { headers = {} } = {}) =>
  new Promise((resolve, reject) => {
    waiting.push({ address: `${address}`, range: headers.Range ?? headers.range, resolve, reject });
  });

let busy = 0;
setInterval(async () => {
  if (!waiting.length || busy) return;
  busy = 1;
  const now = waiting;
  waiting = [];
  rounds += 1;
  const answers = await Promise.all(now.map(({ address, range }) => read(address, range).catch(() => ({ status: 404, bytes: Buffer.alloc(0) }))));
  now.forEach(({ address, range, resolve }, at) => {
    const { status, bytes } = answers[at];
    asked.push({ address, range, bytes: bytes.length });
    const answer = new Response(bytes, { status });
    Object.defineProperty(answer, "url", { value: address });
    resolve(answer);
  });
  setTimeout(() => (busy = 0), 4); // what is unpacked asks again
}, 2);

let again = 0;
const load = async (name) => import(`${pathToFileURL(path.join(scripts, "search", name))}?${again}`);

async function opened() {
  const { Findings } = await load("findings.js");
  const { Facets } = await load("facets.js");
  const { answer, DOCUMENTS = Infinity } = await load("answer.js"); // documents shown at first
  const findings = await Findings.open("/");
  return { findings, facets: new Facets(findings), answer, first: DOCUMENTS };
}

async function passages({ findings, first }, { groups }, shown, cold) {
  const order = [];
  for (const [at, group] of groups.entries()) {
    if (order.length >= shown || (cold && at >= first)) break;
    order.push(...group.ids.slice(0, group.shown));
  }
  const texts = findings.texts ? await findings.texts(order) : await Promise.all(order.map((id) => findings.text(id)));
  return order.slice(0, Math.max(shown, order.length)).map((id, at) => {
    const document = findings.documentOf[id];
    const { start } = findings;
    const text = texts[at];
    return {
      id,
      document: findings.id(document),
      authority: start.authorities[start.authority[document]][0],
      framework: start.frameworks[start.framework[document]][0],
      kind: start.kinds[start.kind[document]][0],
      published: findings.published(document).toISOString().slice(0, 10),
      anchor: text.anchor,
      told: text.told,
      timescale: text.timescale,
      grade: text.grade,
      overall: text.overall.map(([, grade]) => grade),
      heading: text.heading,
      service: text.service,
      lead: text.lead,
      words: text.words,
    };
  });
}

const nothing = { chosen: {}, from: "", to: "" };
let warm = null;

async function everything(engine) {
  const { findings } = engine;
  const all = { groups: [{ ids: Array.from({ length: findings.count }, (_, id) => id), shown: findings.count }] };
  return passages(engine, all, findings.count);
}

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  const question = JSON.parse(line);
  const before = performance.now();
  let engine;
  asked = [];
  rounds = 0;
  if (question.cold) {
    again += 1;
    engine = await opened();
  } else engine = warm ??= await opened();
  if (question.everything) {
    console.log(JSON.stringify(await everything(engine)));
    continue;
  }
  const selection = { ...nothing, ...question.selection };
  const found = await engine.answer(question.query, { ...engine, selection, open: question.open ?? [], order: "", complete: true });
  const shown = await passages(engine, found, question.shown ?? 10, question.cold);
  const counted = found.ids.length;
  const files = asked.map(({ address, range, bytes }) => [address + (range ? ` ${range}` : ""), bytes]);
  console.log(JSON.stringify({ query: question.query, counted, shown, chips: found.query?.chips ?? [], files, rounds, took: performance.now() - before, counts: question.counts ? found.counts : undefined }));
}
process.stdout.write("", () => process.exit(0));
