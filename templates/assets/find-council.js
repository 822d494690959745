// Finds councils by the names of places: the box of class "find-council" offers them as one types.
// Without it the box leads to the list of councils, which has every name.

const MOST = 8;
let places; // fetched when somebody first types

const plain = (words) =>
  words
    .normalize("NFD")
    .replace(/[\u0300-\u036f’'.]/g, "")
    .replace(/[^a-z0-9]+/gi, " ")
    .trim()
    .toLowerCase();

/** How well a place fits: 0 by its whole name, 1 by its beginning, 2 by a word of it; else none. */
function fit(place, typed) {
  let best = Infinity;
  for (const name of place.names.map(plain)) {
    if (name === typed) return 0;
    if (name.startsWith(typed)) best = Math.min(best, 1);
    else if (` ${name}`.includes(` ${typed}`)) best = Math.min(best, 2);
  }
  return best;
}

function found(typed) {
  if (typed.length < 2) return [];
  return places
    .map((place) => [fit(place, typed), place])
    .filter(([how]) => how < Infinity)
    .sort(([one], [other]) => one - other) // stable: by name within
    .map(([, place]) => place);
}

/** A place in words, each council's name in them a link. */
function entry(place) {
  const item = document.createElement("li");
  let rest = place.says;
  for (const [text, url] of place.councils) {
    const at = rest.indexOf(text);
    if (at < 0 || !url) continue;
    const link = document.createElement("a");
    link.href = url;
    link.textContent = text;
    item.append(rest.slice(0, at), link);
    rest = rest.slice(at + text.length);
  }
  item.append(rest);
  return item;
}

for (const form of document.querySelectorAll("form.find-council")) {
  const input = form.querySelector("input");
  const list = form.querySelector("ul");
  const said = form.querySelector("[role=status]");

  async function show() {
    places ??= await (await fetch(form.dataset.places)).json();
    const typed = plain(input.value);
    const all = found(typed);
    list.replaceChildren(...all.slice(0, MOST).map(entry));
    if (typed.length < 2) said.textContent = "";
    else if (!all.length) said.textContent = "Nothing has this name.";
    else if (all.length > MOST) said.textContent = `${MOST} of ${all.length} that fit; type more.`;
    else said.textContent = all.length === 1 ? "1 fits." : `${all.length} fit.`;
    return all;
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await show();
    list.querySelector("a")?.focus();
  });
  const asked = new URLSearchParams(location.search).get("place");
  if (asked) {
    input.value = asked;
    show();
  }
}
