// What a search can be narrowed by, finding by finding, and how many findings each value would
// leave. Values of one filter add up (or); filters narrow one another (and).

import { Numbers } from "./packs.js";

// The pack that tells what findings have, where it is not what their documents have.
const PACKS = {
  recommendation: "instructions",
  timescale: "instructions",
  topic: "topics",
  grade: "sections",
  judgement: "sections",
  service: "sections",
};

export class Facets {
  constructor(findings) {
    this.findings = findings;
    const { authorities, authority, frameworks, framework, kinds, kind } = findings.start;
    const regions = [...new Set(authorities.map((each) => each[2]))].sort();
    const years = authority.map((_, at) => findings.published(at).getUTCFullYear());
    const allYears = [...new Set(years)].sort((a, b) => b - a);
    // Of each filter: its values as [value, label, …], and the number of a finding's value, 0 for none.
    this.values = {
      authority: authorities,
      year: allYears.map((year) => [`${year}`, `${year}`]),
      kind: kinds,
      framework: frameworks,
      region: regions.map((region) => [region, region]),
    };
    const ofDocument = (numbers) => {
      const column = Uint16Array.from(numbers);
      return (finding) => column[findings.documentOf[finding]];
    };
    this.of = {
      authority: ofDocument(authority.map((at) => at + 1)),
      year: ofDocument(years.map((year) => allYears.indexOf(year) + 1)),
      kind: ofDocument(kind.map((at) => at + 1)),
      framework: ofDocument(framework.map((at) => at + 1)),
      region: ofDocument(authority.map((at) => regions.indexOf(authorities[at][2]) + 1)),
    };
    this.loading = {};
  }

  // Fetches what the filters of some names need.
  load(names) {
    const packs = new Set(names.map((name) => PACKS[name]).filter(Boolean));
    return Promise.all([...packs].map((pack) => (this.loading[pack] ??= this[pack === "topics" ? "topics" : "runs"](pack))));
  }

  async runs(pack) {
    const { header, bytes } = await this.findings.pack(pack);
    const which = new Uint16Array(this.findings.count);
    const numbers = new Numbers(bytes);
    for (let at = 0; numbers.left; ) {
      const times = numbers.next();
      which.fill(numbers.next(), at, at + times);
      at += times;
    }
    const { combinations, ...named } = header;
    Object.entries(named).forEach(([name, values], column) => {
      const numbered = Uint16Array.from(combinations, (each) => each[column]);
      this.values[name] = values;
      this.of[name] = (finding) => numbered[which[finding]];
    });
  }

  async topics() {
    const { header, bytes } = await this.findings.pack("topics");
    this.values.topic = header.topic;
    this.topicBytes = bytes;
    this.topicAt = new Uint32Array(this.findings.count);
    const numbers = new Numbers(bytes);
    for (let finding = 0; finding < this.findings.count; finding += 1) {
      this.topicAt[finding] = numbers.at;
      for (let left = numbers.next(); left; left -= 1) numbers.next();
    }
  }

  *topicsOf(finding) {
    const numbers = new Numbers(this.topicBytes, this.topicAt[finding]);
    for (let left = numbers.next(); left; left -= 1) yield numbers.next();
  }

  // The findings that the chosen values leave, and how many each value of a known filter would
  // leave if it were chosen besides the other filters. `chosen` is name → values; `from` and `to`
  // bound the year.
  narrow(ids, { chosen, from, to }) {
    const active = [];
    for (const name of Object.keys(this.values)) {
      const wanted = chosen[name] ?? [];
      const bounded = name === "year" && (from || to);
      if (!wanted.length && !bounded) continue;
      const mask = Uint8Array.from([[], ...this.values[name]], ([value], at) =>
        at && (!wanted.length || wanted.includes(value)) && (!bounded || ((!from || value >= from) && (!to || value <= to))) ? 1 : 0,
      );
      active.push({ name, has: name === "topic" ? (id) => [...this.topicsOf(id)].some((at) => mask[at]) : (id) => mask[this.of[name](id)] });
    }
    const counts = {};
    for (const name of Object.keys(this.values)) counts[name] = new Uint32Array(this.values[name].length + 1);
    const count = (name, id) => {
      if (name === "topic") for (const at of this.topicsOf(id)) counts.topic[at] += 1;
      else counts[name][this.of[name](id)] += 1;
    };
    const names = Object.keys(counts);
    const left = [];
    for (const id of ids) {
      let failed = null;
      let fails = 0;
      for (const each of active) {
        if (each.has(id)) continue;
        failed = each.name;
        fails += 1;
        if (fails > 1) break;
      }
      if (!fails) {
        left.push(id);
        for (const name of names) count(name, id);
      } else if (fails === 1) count(failed, id);
    }
    return { left, counts };
  }
}
