// The mark that a link may carry of the words that it was made for: builder/ledger/rows.py works
// out the same.

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
