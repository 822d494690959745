// Guesses from the address what somebody looked for: the councils that it names, and its words as
// a search. Without it the page has its links alone.

const MOST = 3;
const words = location.pathname
  .replace(/%[\da-f]{2}/gi, " ")
  .toLowerCase()
  .replace(/\.\w+\/?$/, "")
  .split(/[^\p{L}\p{N}]+/u)
  .filter(Boolean);

/** The councils whose own names stand in the address, the longest name first. */
async function councils(list) {
  const places = await (await fetch(list)).json();
  const address = ` ${words.join(" ")} `;
  return places
    .flatMap(({ names, councils: [[text, url]] }) => ({ name: names[0], text, url }))
    .filter(({ name, url }) => {
      const plain = name.normalize("NFD").replace(/[\u0300-\u036f’'.]/g, "").toLowerCase();
      return !url?.includes(":") && url && address.includes(` ${plain.replace(/[^\p{L}\p{N}]+/gu, " ")} `);
    })
    .sort((one, other) => other.name.length - one.name.length)
    .slice(0, MOST);
}

function entry(url, text) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: text });
  const item = document.createElement("li");
  item.append(link);
  return item;
}

const box = document.getElementById("guesses");
const root = box.dataset.places.replace("authorities/places.json", "");

const [room, ...rest] = words;
const asked = rest.length ? rest : [room];
const entries = (await councils(box.dataset.places)).map(({ text, url }) => entry(url, text));
if (asked[0]) {
  entries.push(entry(`${root}search/?q=${encodeURIComponent(asked.join(" "))}`, `Search for “${asked.join(" ")}”`));
}
if (entries.length) {
  const heading = Object.assign(document.createElement("h2"), { textContent: "Did you look for" });
  const list = document.createElement("ul");
  list.append(...entries);
  box.append(heading, list);
}
