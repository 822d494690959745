"""What the development server adds to pages: a script that reloads them and shows problems."""

from __future__ import annotations

RELOAD_SCRIPT = """\
// Reloads the page when the site is no longer the one that the page came from; says over the page
// what keeps the site from being built.
const site = new URL(document.currentScript.src).searchParams.get("site");
const events = new EventSource(`/__events?site=${site}`);
events.onmessage = () => location.reload();
events.addEventListener("problems", ({ data }) => show(JSON.parse(data)));

function element(name, words, ...children) {
  const made = document.createElement(name);
  made.textContent = words;
  made.append(...children);
  return made;
}

function show(problems) {
  document.getElementById("serve-problems")?.remove();
  if (!problems.length) return;
  const close = element("button", "Close");
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const box = element(
    "section",
    "",
    element("h2", `${many}: this is the site as it was before`),
    element("ul", "", ...problems.map((problem) => element("li", problem))),
    close,
  );
  box.id = "serve-problems";
  box.setAttribute("role", "alert");
  close.type = "button";
  close.addEventListener("click", () => box.remove());
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/__problems.css";
  box.prepend(style);
  document.body.append(box);
}
"""

PROBLEMS_STYLE = """\
#serve-problems {
  position: fixed; inset: auto 0 0; z-index: 100; max-height: 60vh; overflow: auto;
  padding: 1rem 1.25rem; border-top: 4px solid #b00020; background: #fff; color: #1b1b1b;
  font: 1rem/1.5 system-ui, sans-serif;
}
#serve-problems h2 { margin: 0 0 .5rem; font-size: 1.1rem; color: inherit; }
#serve-problems ul { margin: 0 0 .75rem; padding: 0 0 0 1.25rem; }
#serve-problems li { margin: .35rem 0; overflow-wrap: anywhere; font-family: monospace; }
#serve-problems button { padding: .4rem 1rem; font: inherit; }
"""
