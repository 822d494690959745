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

async function unpack(answer) {
  const plain = answer.body.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(plain).arrayBuffer());
  const numbers = new Numbers(bytes);
  const length = numbers.next();
  const head = bytes.subarray(numbers.at, numbers.at + length);
  return { header: JSON.parse(new TextDecoder().decode(head)), bytes: bytes.subarray(numbers.at + length) };
}

const opened = new Map();

async function get(address, packed) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
  return packed ? unpack(answer) : new Uint8Array(await answer.arrayBuffer());
}

// Each file is fetched once; one that could not be had is asked for again the next time.
export function open(address, packed = true) {
  if (!opened.has(address)) {
    const file = get(address, packed);
    file.catch(() => opened.delete(address));
    opened.set(address, file);
  }
  return opened.get(address);
}
