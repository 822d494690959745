// Buttons that copy the citation or the address of a paragraph. They stand above the one whose
// number is pointed at, reached with the keyboard or asked for by the address, and nowhere else.

import { copyButtons } from "../shared/cite.js";
import { block, ownWords } from "./blocks.js";

const LINGER = 400; // milliseconds that they stay when the pointer has left

export function offerTools(source) {
  if (!source) return;
  let shown = null; // the buttons
  let of = null; // the number that they are for
  let leaving;

  const hide = () => {
    shown?.remove();
    shown = of = null;
  };
  const show = (number) => {
    clearTimeout(leaving);
    if (!number || number === of) return;
    hide();
    of = number;
    shown = document.createElement("span");
    shown.className = "cite";
    shown.setAttribute("role", "group");
    const passage = passageOf(source, number);
    shown.setAttribute("aria-label", `Cite ${passage.label.toLowerCase()}`);
    shown.append(...copyButtons(passage));
    number.after(shown);
  };
  const target = () => {
    const asked = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return asked?.matches(".source .n") ? asked : null;
  };
  // Those of the paragraph asked for stay; others go.
  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => (target() ? show(target()) : hide()), LINGER);
  };

  source.addEventListener("pointerover", ({ target: over, pointerType }) => {
    if (pointerType === "touch") return;
    if (over.closest(".n")) show(over.closest(".n"));
    else if (over.closest(".cite")) clearTimeout(leaving);
    else if (shown && !shown.contains(document.activeElement) && of !== document.activeElement) leave();
  });
  source.addEventListener("focusin", ({ target: on }) => {
    if (on.matches(".n")) show(on);
    else if (!on.closest(".cite")) leave();
  });
  source.addEventListener("focusout", ({ relatedTarget: to }) => {
    if (!to || (to !== of && !to.closest(".cite"))) leave();
  });
  source.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !shown) return;
    if (shown.contains(document.activeElement)) of.focus();
    shown.remove(); // until another is asked for
  });
  addEventListener("hashchange", () => show(target()));
  show(target());
}

function passageOf(source, number) {
  const own = block(number);
  const printed = number.textContent.replace(/\D+$/, "");
  const heading = number.closest("section.part")?.querySelector(".head :is(h2, h3, h4, h5, h6)")?.textContent ?? "";
  const sort = own.matches("h2, h3, h4, h5, h6") ? "Heading" : own.matches("tr") ? "Row of a table" : own.closest("li") ? "List entry" : "Paragraph";
  return {
    citation: source.dataset.citation,
    label: printed ? `Paragraph ${printed}` : sort,
    heading: sort === "Heading" ? "" : heading,
    words: ownWords(number),
    page: pageOf(source, number),
    url: `${location.pathname}#${number.id}`,
  };
}

// The page of the original on which a place begins: the last that the margin tells of before it.
function pageOf(source, number) {
  const before = [...source.querySelectorAll(".margin .page")].filter(
    (page) => number.compareDocumentPosition(page) & Node.DOCUMENT_POSITION_PRECEDING || page.closest(".beside").contains(number),
  );
  return /\d+/.exec(before.at(-1)?.textContent ?? "")?.[0] ?? "";
}
