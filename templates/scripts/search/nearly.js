// Words that are printed nearly as typed: longer ones that begin so, and those a slip or two away.

const COMPLETED = 12; // completions
const CORRECTED = 3; // corrections

// Words that begin as typed, those held most first.
export async function completions(typed, letter) {
  const known = (await letter(typed[0])).filter(([printed]) => printed.startsWith(typed));
  return known.map(([printed, held]) => ({ printed, held })).sort((a, b) => b.held - a.held).slice(0, COMPLETED);
}

// Words that are printed nearly as typed, the nearest first.
export async function corrections(typed, letter) {
  if (typed.length < 4 || /[^a-z]/.test(typed)) return [];
  const farthest = typed.length < 6 ? 1 : 2;
  const found = [];
  for (const begun of new Set([typed[0], typed[1]]))
    for (const [printed, held] of await letter(begun)) {
      const far = distance(typed, printed, farthest);
      const same = begun === typed[0];
      // What changes the first letter, or needs two corrections, may be another word: it is offered.
      if (far <= farthest) found.push({ printed, held, far: far + (same ? 0 : 0.5), sure: same && far === 1 });
    }
  return found.sort((a, b) => a.far - b.far || b.held - a.held).slice(0, CORRECTED);
}

// How many letters must be added, left out, changed or swapped to make one word of another.
function distance(one, two, farthest) {
  if (Math.abs(one.length - two.length) > farthest) return farthest + 1;
  let before = [];
  let last = [...Array(two.length + 1).keys()];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= two.length; j += 1) {
      const same = one[i - 1] === two[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    if (Math.min(...row) > farthest) return farthest + 1;
    before = last;
    last = row;
  }
  return last[two.length];
}
