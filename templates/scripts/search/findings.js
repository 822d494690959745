// The findings index: its documents and findings, which of them hold what, and what is shown of
// them. Of each file only what a search needs is fetched; builder/search/ writes them.

import { Numbers, bytesOf, open, range, unpack } from "./packs.js";
import { Postings } from "./postings.js";
import { Words } from "./words.js";

export class Findings {
  constructor(root, start, standing) {
    this.root = root;
    this.start = start;
    this.words = new Words(start.rules);
    this.documents = start.counts.length;
    this.first = sums(start.counts); // finding of each document, and one more
    this.count = this.first[this.documents];
    this.documentOf = new (this.documents > 65535 ? Uint32Array : Uint16Array)(this.count);
    start.counts.forEach((_, at) => this.documentOf.fill(at, this.first[at], this.first[at + 1]));
    this.standing = new Uint8Array(this.count); // whether its words stand alike in many documents
    for (let numbers = new Numbers(standing), at = 0; numbers.left; ) this.standing[(at += numbers.next())] = 1;
    this.blocks = start.texts.flatMap(([name, documents], at) => blocks(name, documents, this, at));
    this.postings = new Postings({ plain: (name) => bytesOf(this.file(name)), part: (name, ...bounds) => range(this.file(name), ...bounds) }, start, sums(start.segments));
  }

  static async open(root) {
    const { header, bytes } = await open(`${root}search/start.bin`);
    return new Findings(root, header, bytes);
  }

  file(name) {
    return `${this.root}search/${name}.bin`;
  }

  // What findings can be narrowed by: "sections", "instructions" or "topics".
  values(name) {
    return open(this.file(`values/${name}-${this.start.values[name]}`));
  }

  // The words printed in the archive that begin with a letter, each with how many findings hold it.
  letter = async (letter) => {
    const name = this.start.letters[letter];
    return name ? (await open(this.file(`letters/${letter}-${name}`))).header : [];
  };

  published(document) {
    return new Date(this.start.published[document] * 864e5);
  }

  id(document) {
    const { authorities, authority, kinds, kind, ids } = this.start;
    if (ids[document]) return ids[document];
    const day = this.published(document).toISOString().slice(0, 10);
    return `${authorities[authority[document]][0]}-${day}-${kinds[kind[document]][0]}`;
  }

  url(document) {
    return `${this.root}documents/${this.id(document)}/`;
  }

  // The findings of the documents that are something.
  of(is) {
    const ids = [];
    for (let document = 0; document < this.documents; document += 1)
      if (is(document)) for (let id = this.first[document]; id < this.first[document + 1]; id += 1) ids.push(id);
    return ids;
  }

  // What is shown of some findings, in few requests at once.
  async texts(findings) {
    const wanted = [...new Set(findings.map((finding) => this.blockOf(finding)))].filter((block) => !block.read).sort((a, b) => a.index - b.index);
    await Promise.all(
      inFewRequests(wanted).map(async ({ file, from, to, blocks }, at, runs) => {
        const bytes = range(this.file(file), from, to, { beside: runs[at - 1]?.file === file });
        for (const block of blocks) block.read = bytes.then((got) => unpack(got.subarray(block.from - from, block.to - from)));
        for (const block of blocks) block.read.catch(() => (block.read = null));
        await bytes;
      }),
    );
    return Promise.all(findings.map((finding) => this.text(finding)));
  }

  blockOf(finding) {
    const document = this.documentOf[finding];
    return this.blocks[document][Math.floor((finding - this.first[document]) / this.start.block)];
  }

  // What is shown of a finding.
  async text(finding) {
    const document = this.documentOf[finding];
    const block = this.blockOf(finding);
    if (!block.read) return (await this.texts([finding]))[0];
    const { header } = await block.read;
    const [anchor, label, section, words, lead, told, timescale, page] = header.findings[(finding - this.first[document]) % this.start.block];
    const [heading, service, grade, number] = header.sections[section];
    const url = `${this.url(document)}#${anchor}`;
    return { ...header, url, anchor, label, words, lead, told, timescale, page, heading, service, grade, number };
  }
}

const NEAR = 2_000; // bytes between two blocks that cost less than a request of its own
const REQUESTS = 6; // that a browser makes of a host at once

// Blocks in order → what is fetched: those nearest to each other in a file together.
function inFewRequests(wanted) {
  const runs = wanted.map((block) => ({ ...block, blocks: [block] }));
  const gap = (at) => (runs[at].file === runs[at - 1].file ? runs[at].from - runs[at - 1].to : Infinity);
  for (;;) {
    let nearest = 0;
    for (let at = 1; at < runs.length; at += 1) if (!nearest || gap(at) < gap(nearest)) nearest = at;
    if (!nearest || gap(nearest) > (runs.length > REQUESTS ? Number.MAX_VALUE : NEAR)) return runs;
    const [{ to, blocks }] = runs.splice(nearest, 1);
    runs[nearest - 1].to = to;
    runs[nearest - 1].blocks.push(...blocks);
  }
}

// Of each document of an authority the blocks of its texts.
function blocks(name, documents, { start, first }, segment) {
  const before = start.texts.slice(0, segment).reduce((sum, [, lengths]) => sum + lengths.length, 0);
  const [authority] = start.authorities[start.authority[before]];
  const file = `text/${authority}-${name}`;
  let from = 0;
  return documents.map((lengths, at) =>
    lengths.map((length, place) => {
      const block = { file, document: before + at, from, to: from + length, index: first[before + at] + place * start.block, read: null };
      from += length;
      return block;
    }),
  );
}

// How many come before each, and how many there are.
function sums(counts) {
  const found = new Uint32Array(counts.length + 1);
  counts.forEach((count, at) => (found[at + 1] = found[at] + count));
  return found;
}
