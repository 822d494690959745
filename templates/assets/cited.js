// "This has changed since it was cited": a link may carry the mark of the words that it was made
// for, as /documents/…/?v=3fa9c1d2#p28 does. The mark is worked out from the words on the page, as
// builder/ledger/rows.py does, so that no page carries any. Without a script the link lands all the
// same, and what was corrected is told beside the words.

// The eight digits for the words of the block with an anchor.
export function markOf(id) {
  const anchor = document.getElementById(id);
  return anchor ? markOfWords(words(anchor)) : "";
}

// The eight digits for some words: CRC-32 without their white space.
export function markOfWords(words) {
  const bytes = new TextEncoder().encode(words.replace(/[\s\x1c-\x1f\x85]+/g, ""));
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ((sum ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

// The block that an anchor stands in: a row, a heading, a paragraph or an entry of a list.
function block(anchor) {
  const around = anchor.closest("tr, .head > p, p, li > .beside > div, li, .head, section, .lead");
  return around.matches(".head") ? around.querySelector("h2, h3, h4, h5, h6") : around;
}

// A block's own words: not its number or mark, not what is nested in it, and nothing of ours.
function words(anchor) {
  const around = block(anchor);
  if (around.matches("section")) return "";
  const own = around.cloneNode(true);
  const other = ".n, .was, .mark, aside, button, ul, ol, .scroll, .beside, :scope > p";
  for (const each of own.querySelectorAll(other)) each.remove();
  return own.textContent;
}

function tell() {
  const cited = new URLSearchParams(location.search).get("v") ?? "";
  const id = decodeURIComponent(location.hash.slice(1));
  const anchor = document.querySelector(".source") && document.getElementById(id);
  if (!anchor || !/^[0-9a-f]{8}$/.test(cited) || markOf(id) === cited) return;
  const notice = document.createElement("aside");
  notice.className = "since";
  notice.setAttribute("role", "status");
  const around = block(anchor);
  const place = around.closest(".beside, .scroll, .head") ?? around;
  const moved = [...document.querySelectorAll(".source .n")].find((each) => markOf(each.id) === cited);
  if (moved) {
    const link = document.createElement("a");
    link.href = `#${moved.id}`;
    link.textContent = moved.textContent ? `paragraph ${moved.textContent.replace(/\D+$/, "")}` : "another place";
    notice.append("The words that were cited stand in ", link, " now.");
  } else {
    const beside = (around.closest(".beside") ?? around).querySelector(".corrected");
    notice.append(
      "This has changed since it was cited.",
      beside ? " What it said then, and when it changed, is told beside it." : "",
    );
  }
  if (place.matches("li")) place.prepend(notice);
  else place.before(notice);
}

// Whoever follows a paragraph's number has a link with its mark in the address; whoever goes on to
// another place takes no mark along that is not its own.
let followed = "";
document.addEventListener("click", (event) => {
  followed = event.target.closest?.(".source .n")?.id ?? "";
});
addEventListener("hashchange", () => {
  const mark = followed && location.hash === `#${followed}` ? `?v=${markOf(followed)}` : "";
  history.replaceState(null, "", location.pathname + mark + location.hash);
});

tell();
