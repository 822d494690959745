// An address whose pages stand together on another one now: on to it, where a rule of the page fits.
// Hosts that know `_redirects` never come here.

const { root } = document.documentElement.dataset;
const path = `/${location.pathname.slice(root.length)}`.replace(/\/?$/, "/");
for (const { dataset } of document.querySelectorAll("[data-former]")) {
  const fits = new RegExp(`^${dataset.former.replace(/:(\w+)/g, "(?<$1>[0-9a-z-]+)")}$`).exec(path);
  if (fits) location.replace(root.slice(0, -1) + dataset.now.replace(/:(\w+)/g, (_, name) => fits.groups[name]));
}
