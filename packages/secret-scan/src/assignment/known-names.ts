import { nameClass, type NameClass } from './name-class.ts';

/** What is known of a name. */
export interface KnownName {
  readonly kind: NameClass;
  /** Where in it the last word ends that names of secrets have; 0 when it has none. */
  readonly lastWordEnd: number;
}

const slots = 1 << 13;
const firstHash = new Int32Array(slots);
const secondHash = new Int32Array(slots);
const known: (KnownName | undefined)[] = Array.from({ length: slots });
const word = /pass|pwd|secret|token|key|auth|cred/gi;

/**
 * What the name between two offsets is. Names repeat without end, so that they are looked up by two hashes of their bytes, 64 bits
 * together, and only new ones are decoded.
 */
export function knownName(bytes: Buffer, start: number, end: number): KnownName {
  let first = end - start;
  let second = 0x9e_37_79_b9 | 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at]!;
    first = Math.imul(first ^ byte, 0x01_00_01_93);
    second = Math.imul(second + byte, 0x85_eb_ca_6b) ^ (second >>> 13);
  }
  const slot = (first ^ (first >>> 15)) & (slots - 1);
  const found = known[slot];
  if (found !== undefined && firstHash[slot] === first && secondHash[slot] === second) return found;
  const name = bytes.toString('latin1', start, end);
  let lastWordEnd = 0;
  for (const { index, 0: text } of name.matchAll(word)) lastWordEnd = index + text.length;
  const fresh = { kind: nameClass(name), lastWordEnd };
  firstHash[slot] = first;
  secondHash[slot] = second;
  known[slot] = fresh;
  return fresh;
}
