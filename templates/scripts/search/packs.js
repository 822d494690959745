// The files of the findings index. A pack is gzip of the length of a header, the header as JSON, and
// bytes; other files are bytes alone. Numbers are seven bits a byte, the last byte below 128.

export class Numbers {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get left() {
    return this.at < this.bytes.length;
  }

  next() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.at++];
      if (byte < 128) return value + byte * scale;
      value += (byte & 127) * scale;
      scale *= 128;
    }
  }
}

// What a stream of gzip holds.
const plain = async (stream) => new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer());

function pack(bytes) {
  const numbers = new Numbers(bytes);
  const length = numbers.next();
  const head = bytes.subarray(numbers.at, numbers.at + length);
  return { header: JSON.parse(new TextDecoder().decode(head)), bytes: bytes.subarray(numbers.at + length) };
}

async function ask(address, options) {
  const answer = await fetch(address, options);
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return answer;
}

const opened = new Map();

// Each file is fetched once; one that could not be had is asked for again the next time.
function once(key, get) {
  if (!opened.has(key)) {
    const file = get();
    file.catch(() => opened.delete(key));
    opened.set(key, file);
  }
  return opened.get(key);
}

export const open = (address) => once(address, async () => pack(await plain((await ask(address)).body)));

// The bytes of a file that is gzip as a whole.
export const bytesOf = (address) => once(`${address} plain`, async () => plain((await ask(address)).body));

// Some bytes of a file. A host that knows no ranges sends the whole file, which is then kept. Of one
// file a browser's cache fetches one range after the other: what is asked for `beside` goes past it.
export async function range(address, from, to, { beside = false } = {}) {
  const whole = opened.get(address);
  if (whole) return (await whole).subarray(from, to);
  return once(`${address} ${from}-${to}`, async () => {
    const answer = await ask(address, { headers: { Range: `bytes=${from}-${to - 1}` }, cache: beside ? "no-store" : "default" });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (answer.status === 206) return bytes;
    opened.set(address, Promise.resolve(bytes));
    return bytes.subarray(from, to);
  });
}

export const unpack = async (bytes) => pack(await plain(new Blob([bytes]).stream()));
