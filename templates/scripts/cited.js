// What a document's page can do besides being read: tell that something has changed since it was
// cited, copy the citation or the address of a paragraph, show the words that led here.
//
// "This has changed since it was cited": a link may carry the mark of the words that it was made
// for, as /documents/…/?v=3fa9c1d2#p28 does. The mark is worked out from the words on the page, as
// builder/ledger/rows.py does, so that no page carries any. Without a script the link lands all the
// same, and what was corrected is told beside the words.

import { block, markOf } from "./cited/blocks.js";
import { showFound } from "./cited/found.js";
import { offerTools } from "./cited/tools.js";

export { markOf };

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
offerTools(document.querySelector(".source"));
showFound();
