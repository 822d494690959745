// Keeps what a build has worked out for the next one.  Netlify itself keeps only what pip downloads.

const FOLDER = ".cache/archive";

module.exports = {
  onPreBuild: ({ utils }) => utils.cache.restore(FOLDER),
  onPostBuild: ({ utils }) => utils.cache.save(FOLDER),
};
