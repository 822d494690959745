// Puts two councils side by side on the page of comparisons: what their own pages say at the head,
// and their tables of grades. The address holds both, so that it can be sent to others. Without
// this script the list of councils leads to the pages themselves.

const list = document.querySelector("#side-by-side-councils");
const councils = new Map([...list.querySelectorAll("a")].map((link) => [link.dataset.id, link]));
const shown = document.querySelector("#side-by-side");
const said = document.querySelector("#side-by-side-said");

function select(name, label, chosen) {
  const field = document.createElement("label");
  const box = document.createElement("select");
  box.name = name;
  box.append(new Option("Choose one", ""));
  for (const [id, link] of councils) box.append(new Option(link.textContent, id));
  box.value = councils.has(chosen) ? chosen : "";
  field.append(`${label} `, box);
  return field;
}

/** A part of another page, without the names by which only that page leads into itself. */
function taken(part) {
  const copy = document.importNode(part, true);
  for (const each of copy.querySelectorAll("[aria-labelledby]")) {
    const caption = copy.querySelector(`#${CSS.escape(each.getAttribute("aria-labelledby"))}`);
    each.removeAttribute("aria-labelledby");
    if (caption) each.setAttribute("aria-label", caption.textContent);
  }
  for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
  return copy;
}

async function column(id) {
  const link = councils.get(id);
  const answer = await fetch(link.href);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const whole = document.createElement("section");
  const head = document.createElement("h3");
  const to = document.createElement("a");
  to.href = link.href;
  to.textContent = page.querySelector("h1").textContent;
  head.append(to);
  whole.append(head);
  for (const each of page.querySelectorAll(".answer, .scroll:has(> .grades)")) {
    whole.append(taken(each));
  }
  return whole;
}

async function show() {
  const asked = new URLSearchParams(location.search);
  const pair = ["a", "b"].map((name) => asked.get(name)).filter((id) => councils.has(id));
  if (pair.length < 2) return;
  said.textContent = "Loading …";
  try {
    shown.replaceChildren(...(await Promise.all(pair.map(column))));
    said.textContent = `${pair.map((id) => councils.get(id).textContent).join(" and ")}, side by side`;
  } catch {
    shown.replaceChildren();
    said.textContent = "The pages could not be fetched. Try again.";
  }
}

const asked = new URLSearchParams(location.search);
const form = document.createElement("form");
form.className = "choose-two";
const button = document.createElement("button");
button.textContent = "Show both";
form.append(select("a", list.dataset.one, asked.get("a")), select("b", "Beside", asked.get("b")), button);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const pair = new URLSearchParams(new FormData(form));
  history.pushState(null, "", `?${pair}`);
  show();
});
addEventListener("popstate", show);
document.querySelector("#choose-two").append(form);
show();
