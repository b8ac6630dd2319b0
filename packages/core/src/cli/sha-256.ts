/** The first 32 bits of the fractions of the square and cube roots of the first primes (FIPS 180-4, 4.2.2 and 5.3.3). */
function fractionsOfRoots(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate += 1) {
    if (!isPrime(candidate)) continue;
    words[found] = (root(candidate) % 1) * 2 ** 32;
    found += 1;
  }
  return words;
}

function isPrime(candidate: number): boolean {
  for (let divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) return false;
  return true;
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * SHA-256 of a short text in UTF-8, in hexadecimal digits (FIPS 180-4). For what every script does at its end: the cryptography of the runtime takes a tenth of a
 * start to load.
 */
export function sha256(text: string): string {
  const rounds = fractionsOfRoots(64, Math.cbrt);
  const state = fractionsOfRoots(8, Math.sqrt);
  const message = Buffer.from(text);
  // The message, a set bit, zeros, and its length in bits as 64 of them: whole blocks of 64 bytes.
  const padded = Buffer.alloc(Math.ceil((message.length + 9) / 64) * 64);
  message.copy(padded);
  padded[message.length] = 0x80;
  padded.writeUInt32BE(message.length * 8, padded.length - 4);
  const words = new Uint32Array(64);
  for (let start = 0; start < padded.length; start += 64) {
    for (let at = 0; at < 64; at += 1) words[at] = at < 16 ? padded.readUInt32BE(start + at * 4) : expanded(words, at);
    compress(state, words, rounds);
  }
  return [...state].map((word) => word.toString(16).padStart(8, '0')).join('');
}

function expanded(words: Uint32Array, at: number): number {
  const late = words[at - 2]!;
  const early = words[at - 15]!;
  const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
  const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
  return sigma1 + words[at - 7]! + sigma0 + words[at - 16]!;
}

/** FIPS 180-4, 6.2.2. */
function compress(state: Uint32Array, words: Uint32Array, rounds: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at += 1) {
    const chosen = (e & f) ^ (~e & g);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const one = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + chosen + rounds[at]! + words[at]!;
    const two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => (state[at]! += word));
}
