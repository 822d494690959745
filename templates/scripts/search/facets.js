// What a search can be narrowed by, finding by finding, and how many findings each value would
// leave. Values of one filter add up (or); filters narrow one another (and).

import { Numbers } from "./packs.js";

// The pack that tells what findings have, where it is not what their documents have. That of topics
// is large, and only their counts need it: what has a topic that is chosen is known by the words.
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
      topic: findings.start.topics,
      overall: findings.start.overalls,
      document: findings.start.counts.map((_, at) => [findings.id(at)]),
      newest: [["yes", "Newest graded inspection of each authority"]],
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
    // Filters of which a document may have several values, or a finding: the numbers of these.
    this.many = { overall: (finding) => findings.start.overall[findings.documentOf[finding]], topic: (finding) => this.topics.subarray(this.topicsFrom[finding], this.topicsFrom[finding + 1]) };
    this.of.document = (finding) => findings.documentOf[finding] + 1;
    this.of.newest = (finding) => findings.start.newest[findings.documentOf[finding]];
    this.loading = {};
    this.ofTopic = {}; // for each finding whether it has the topic
  }

  // What a document is called: “Derby 2011, report”.
  titleOf(id) {
    const at = this.values.document.findIndex(([each]) => each === id);
    if (at < 0) return id;
    const { authorities, authority, kinds, kind } = this.findings.start;
    return `${authorities[authority[at]][1]} ${this.findings.published(at).getUTCFullYear()}, ${kinds[kind[at]][1].toLowerCase()}`;
  }

  // Fetches what the counts of some filters need, and what the values that are chosen do.
  load(open, chosen) {
    const names = [...open, ...Object.keys(chosen).filter((name) => name !== "topic")];
    const packs = [...new Set(names.map((name) => PACKS[name]).filter(Boolean))];
    return Promise.all([
      ...packs.map((pack) => (this.loading[pack] ??= pack === "topics" ? this.allTopics() : this.runs(pack))),
      ...(chosen.topic ?? []).map((topic) => this.haveTopic(topic)),
    ]);
  }

  async haveTopic(topic) {
    const held = await this.findings.postings.of(`#${topic}`);
    const has = (this.ofTopic[topic] ??= new Uint8Array(this.findings.count));
    for (let at = 0; at < (held?.length ?? 0); at += 1) has[held.ids[at]] = 1;
  }

  async runs(pack) {
    const { header, bytes } = await this.findings.values(pack);
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

  async allTopics() {
    const { bytes } = await this.findings.values("topics");
    this.topics = new Uint16Array(bytes.length); // one finding's after another's
    this.topicsFrom = new Uint32Array(this.findings.count + 1);
    const numbers = new Numbers(bytes);
    let at = 0;
    for (let finding = 0; finding < this.findings.count; finding += 1) {
      for (let left = numbers.next(); left; left -= 1) this.topics[at++] = numbers.next();
      this.topicsFrom[finding + 1] = at;
    }
  }

  // Whether a finding has all that is chosen; null if nothing is.
  passing(selection) {
    if (!Object.keys(selection.chosen).length && !selection.from && !selection.to) return null;
    const mask = new Uint8Array(this.findings.count);
    for (const id of this.narrow(mask.keys(), selection).left) mask[id] = 1;
    return (id) => mask[id] === 1;
  }

  // The findings that the chosen values leave, and how many each value of the `counted` filters would
  // leave if it were chosen besides the other filters. `chosen` is name → values; `from` and `to`
  // bound the year. Topics all must be there; of other filters one value is enough.
  narrow(ids, { chosen, from, to }, counted = []) {
    const active = [];
    for (const name of Object.keys(this.values)) {
      const wanted = chosen[name] ?? [];
      const bounded = name === "year" && (from || to);
      if (!wanted.length && !bounded) continue;
      const mask = Uint8Array.from([[], ...this.values[name]], ([value], at) =>
        at && (!wanted.length || wanted.includes(value)) && (!bounded || ((!from || value >= from) && (!to || value <= to))) ? 1 : 0,
      );
      const has = {
        topic: (id) => wanted.every((topic) => this.ofTopic[topic][id]),
        overall: (id) => this.many.overall(id).some((at) => mask[at]),
      };
      active.push({ name, has: has[name] ?? ((id) => mask[this.of[name](id)]) });
    }
    const counts = {};
    for (const name of counted) counts[name] = new Uint32Array(this.values[name].length + 1);
    const count = (name, id) => {
      if (this.many[name]) for (const at of this.many[name](id)) counts[name][at] += 1;
      else counts[name][this.of[name](id)] += 1;
    };
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
        for (const name of counted) count(name, id);
      } else if (fails === 1 && failed !== "topic" && counts[failed]) count(failed, id);
    }
    return { left, counts };
  }
}
