// A passage to cite: its citation and its address, copied for pasting.

const SAID = 1600; // milliseconds for which a button says that it has copied

export const address = (url) => new URL(url, location.href).href;

// “Ofsted, Inspection of …, Northtown, 30 June 2010, paragraph 12, page 7 of the original. https://…”
export function citation({ citation: document, label, page, url }) {
  const place = label.charAt(0).toLowerCase() + label.slice(1);
  return `${[document, place, page ? `page ${page} of the original` : ""].filter(Boolean).join(", ")}. ${address(url)}`;
}

// A button that copies some words, or the same in several formats, and says so; what it says is
// heard too.
export function copyButton(words, copied, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words;
  button.addEventListener("click", async () => {
    try {
      await write(await text());
      button.textContent = copied;
    } catch {
      button.textContent = "Could not copy";
    }
    announce(button.textContent);
    setTimeout(() => (button.textContent = words), SAID);
  });
  return button;
}

async function write(text) {
  if (typeof text === "string") return navigator.clipboard.writeText(text);
  const formats = Object.entries(text).map(([type, words]) => [type, new Blob([words], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(formats))]);
}

function announce(words) {
  let region = document.querySelector("#copied");
  if (!region) {
    region = document.createElement("p");
    region.id = "copied";
    region.className = "hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = words;
}

export const copyButtons = (passage) => [
  copyButton("Copy citation", "Citation copied", () => citation(passage)),
  copyButton("Copy link", "Link copied", () => address(passage.url)),
];
