// Marks in the contents list where in the document the reader is, and keeps that line in view.
// Without it the list stands beside the text all the same.

const list = document.querySelector(".contents");
const links = [...(list?.querySelectorAll("a") ?? [])];
const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const READ = 120; // a heading this near to the top of the window counts as reached

let marked;
let waiting = false;

function mark() {
  waiting = false;
  let here = heads.findIndex((head) => head && head.getBoundingClientRect().top > READ) - 1;
  if (here === -2) here = heads.length - 1;
  const link = links[here];
  if (link === marked) return;
  marked?.removeAttribute("aria-current");
  link?.setAttribute("aria-current", "true");
  marked = link;
  // Moves the list alone: scrollIntoView would move the page as well.
  if (link && list.scrollHeight > list.clientHeight) {
    const { top, bottom } = link.getBoundingClientRect();
    const frame = list.getBoundingClientRect();
    if (top < frame.top || bottom > frame.bottom) {
      list.scrollTop += top - frame.top - frame.height / 3;
    }
  }
}

function soon() {
  if (!waiting) requestAnimationFrame(mark);
  waiting = true;
}

if (links.length) {
  // Beside the text the list is shown unfolded; this says so to whoever asks, as readers aloud do.
  const folded = list.querySelector("details");
  folded.open ||= getComputedStyle(folded.querySelector("summary")).display === "none";
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon, { passive: true });
  mark();
}
