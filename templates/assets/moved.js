// A document that has moved: on to where it stands now, with the paragraph that was asked for.
// Hosts that know `_redirects` never come here; without a script the page has the link.

const to = document.getElementById("moved-to");
location.replace(to.href + location.search + location.hash);
