// The filters as the reader sees them: what can be chosen, how much each choice leaves, what is
// chosen.

import { button, element } from "./dom.js";

export class FilterPanel {
  // `changed` is called when the reader chooses, `opened` when counts of another filter are wanted.
  constructor(place, chosenPlace, facets, { changed, opened }) {
    this.place = place;
    this.chosenPlace = chosenPlace;
    this.facets = facets;
    this.changed = changed;
    this.groups = new Map();
    for (const details of place.querySelectorAll("[data-filter]")) {
      const name = details.dataset.filter;
      const summary = details.querySelector("summary");
      const title = summary.textContent;
      const list = element("div", { class: "values" });
      details.append(element("fieldset", {}, element("legend", { class: "hidden" }, title), name === "year" ? this.bounds() : null, list));
      details.addEventListener("toggle", () => details.open && opened(name));
      this.groups.set(name, { title, details, summary, list, chosen: new Set() });
    }
    place.addEventListener("change", (event) => {
      const { name, value, checked, type } = event.target;
      if (!name) return;
      if (type === "checkbox") this.groups.get(name).chosen[checked ? "add" : "delete"](value);
      else this[name] = value;
      changed();
    });
    this.from = "";
    this.to = "";
    this.document = ""; // the id of the only one that is searched
    this.named = [];
  }

  bounds() {
    const years = this.facets.values.year.map(([year]) => year);
    const bound = (name, words) =>
      element("label", {}, words, element("select", { name }, element("option", { value: "" }, "any"), ...years.map((year) => element("option", {}, year))));
    return element("p", { class: "bounds" }, bound("from", "From "), bound("to", "to "));
  }

  get open() {
    return [...this.groups].filter(([, { details }]) => details.open).map(([name]) => name);
  }

  get selection() {
    const chosen = {};
    for (const [name, group] of this.groups) if (group.chosen.size) chosen[name] = [...group.chosen];
    if (this.document) chosen.document = [this.document];
    return { chosen, from: this.from, to: this.to };
  }

  get any() {
    const { chosen, from, to } = this.selection;
    return Boolean(Object.keys(chosen).length || from || to);
  }

  read(address) {
    for (const [name, group] of this.groups) group.chosen = new Set(address.getAll(name));
    this.document = address.get("document") ?? "";
    for (const name of ["from", "to"]) {
      this[name] = address.get(name) ?? "";
      this.place.querySelector(`select[name=${name}]`).value = this[name];
    }
  }

  write(address) {
    for (const [name, group] of this.groups) for (const value of group.chosen) address.append(name, value);
    for (const name of ["document", "from", "to"]) if (this[name]) address.set(name, this[name]);
  }

  // `named` are the filters that the words name, each with what takes it back.
  show(counts, named = []) {
    this.named = named;
    for (const [name, group] of this.groups) {
      group.summary.replaceChildren(group.title, group.chosen.size ? element("span", { class: "count" }, ` ${group.chosen.size} chosen`) : "");
      if (counts[name]) this.showValues(name, group, counts[name]);
    }
    this.showChosen();
  }

  showValues(name, group, counts) {
    const focused = group.list.contains(document.activeElement) ? document.activeElement.value : null;
    const shown = this.facets.values[name]
      .map((value, at) => ({ value, count: counts[at + 1] }))
      .filter(({ value, count }) => count || group.chosen.has(value[0]));
    if (name !== "year" && name !== "grade") shown.sort((a, b) => a.value[1].localeCompare(b.value[1]));
    if (name === "grade") shown.sort((a, b) => a.value[3] - b.value[3] || a.value[2] - b.value[2]);
    let framework = -1;
    const lines = shown.flatMap(({ value, count }) => {
      const input = element("input", { type: "checkbox", name, value: value[0] });
      input.checked = group.chosen.has(value[0]);
      const words = name === "grade" ? `${value[1]} (${value[2]})` : value[1];
      const line = element("label", {}, input, element("span", {}, words, " ", element("span", { class: "count" }, `(${count.toLocaleString("en-GB")})`)));
      if (name !== "grade" || value[3] === framework) return [line];
      framework = value[3];
      return [element("p", { class: "of-framework" }, this.facets.values.framework[framework][1]), line];
    });
    group.list.replaceChildren(...(lines.length ? lines : [element("p", { class: "quiet" }, "None of these findings has one.")]));
    if (name === "authority") this.showNames(group);
    if (focused !== null) [...group.list.querySelectorAll("input")].find((input) => input.value === focused)?.focus();
  }

  // A box that leaves those authorities in the list whose names hold what is typed.
  showNames(group) {
    if (!group.box) {
      group.box = element("input", { type: "text", id: "authority-name", autocomplete: "off" });
      group.box.addEventListener("input", () => this.showNames(group));
      group.list.before(element("label", { class: "name", for: "authority-name" }, "Find an authority"), group.box);
    }
    const typed = group.box.value.trim().toLowerCase();
    for (const label of group.list.querySelectorAll("label")) label.hidden = !label.textContent.toLowerCase().includes(typed);
  }

  // What is chosen, each with a button that takes it back.
  showChosen() {
    const parts = this.choices().map(({ words, undo }) =>
      element("li", {}, button(element("span", {}, words, element("span", { "aria-hidden": "true" }, " ×")), () => this.take(undo), { "aria-label": `Remove the filter ${words}` })),
    );
    if (parts.length > 1) parts.push(element("li", {}, button("Clear all filters", () => this.take(() => this.read(new URLSearchParams())), { class: "plain" })));
    this.chosenPlace.replaceChildren(...parts);
  }

  choices() {
    const found = this.named.flatMap(({ filter, values, to, undo }) => {
      if (filter === "from" || filter === "to") return [{ name: filter, named: true, words: to ? `From ${values[0]} to ${to}` : `${filter === "from" ? "From" : "To"} ${values[0]}`, undo }];
      const labels = [...new Set(values.map((value) => this.label(filter, value)))];
      return [{ name: filter, named: true, words: `${this.groups.get(filter).title}: ${labels.join(" or ")}`, undo }];
    });
    if (this.document) found.push({ name: "document", words: `In ${this.facets.titleOf(this.document)}`, undo: () => (this.document = "") });
    for (const [name, { title, chosen }] of this.groups)
      for (const value of chosen) found.push({ name, value, words: `${title}: ${this.label(name, value)}`, undo: () => chosen.delete(value) });
    if (this.from) found.push({ name: "from", words: `From ${this.from}`, undo: () => this.bound("from") });
    if (this.to) found.push({ name: "to", words: `To ${this.to}`, undo: () => this.bound("to") });
    return found;
  }

  // Each choice with the search that does without it.
  alternatives() {
    const { chosen, from, to } = this.selection;
    return this.choices().filter(({ named }) => !named).map(({ name, value, words, undo }) => {
      const left = { ...chosen };
      if (name === "document") delete left.document;
      else if (chosen[name]) left[name] = chosen[name].filter((each) => each !== value);
      return { words, selection: { chosen: left, from: name === "from" ? "" : from, to: name === "to" ? "" : to }, take: () => this.take(undo) };
    });
  }

  bound(name) {
    this[name] = "";
    this.place.querySelector(`select[name=${name}]`).value = "";
  }

  label(name, value) {
    const found = this.facets.values[name]?.find(([id]) => id === value);
    if (!found) return value.replaceAll("-", " ");
    return name === "grade" ? `${found[1]} (${this.facets.values.framework[found[3]][1]})` : found[1];
  }

  take(undo) {
    undo();
    this.changed();
  }
}
