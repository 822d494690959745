// The findings index: its documents and findings, which of them hold what, and what is shown of
// them. Of each file only what a search needs is fetched; builder/search/ writes them.

import { open } from "./packs.js";
import { Postings } from "./postings.js";
import { Words } from "./words.js";

export class Findings {
  constructor(root, start) {
    this.root = root;
    this.start = start;
    this.words = new Words(start.rules);
    this.documents = start.counts.length;
    this.first = sums(start.counts); // finding of each document, and one more
    this.count = this.first[this.documents];
    this.documentOf = new (this.documents > 65535 ? Uint32Array : Uint16Array)(this.count);
    start.counts.forEach((_, at) => this.documentOf.fill(at, this.first[at], this.first[at + 1]));
    this.postings = new Postings((name) => open(this.file(name), false), start, sums(start.segments));
  }

  static async open(root) {
    return new Findings(root, (await open(`${root}search/start.bin`)).header);
  }

  file(name) {
    return `${this.root}search/index/${this.start.index}/${name}.bin`;
  }

  pack(name) {
    return open(this.file(name));
  }

  // The words printed in the archive that begin with a letter, each with how many findings hold it.
  letter = async (letter) => (this.start.letters.includes(letter) ? (await this.pack(`letters/${letter}`)).header : []);

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

  // What is shown of a finding.
  async text(finding) {
    const document = this.documentOf[finding];
    const at = finding - this.first[document];
    const part = Math.floor(at / this.start.part);
    const { header } = await open(`${this.root}search/text/${this.id(document)}/${part}.bin`);
    const [anchor, label, section, words, lead, told, timescale, page] = header.findings[at % this.start.part];
    const [heading, service, grade, number] = header.sections[section];
    const url = `${this.url(document)}#${anchor}`;
    return { ...header, url, anchor, label, words, lead, told, timescale, page, heading, service, grade, number };
  }
}

// How many come before each, and how many there are.
function sums(counts) {
  const found = new Uint32Array(counts.length + 1);
  counts.forEach((count, at) => (found[at + 1] = found[at] + count));
  return found;
}
