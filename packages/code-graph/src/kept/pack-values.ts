import type { Numbers } from '../rank/term-index.ts';

/**
 * Strings as the bytes of one text, which is read when somebody asks for them; those with a sign in them that parts the others, or that UTF-8 cannot hold, as
 * they are.
 */
export type PackedStrings = Uint8Array | readonly string[];

/** Neither a path nor a commit's message can hold it. */
const between = '\0';

export function packStrings(strings: readonly string[]): PackedStrings {
  const isOne = strings.length > 0 && !strings.some((one) => one.includes(between) || !one.isWellFormed());
  return isOne ? Buffer.from(strings.join(between)) : strings;
}

export function unpackStrings(packed: PackedStrings): readonly string[] {
  return packed instanceof Uint8Array ? bufferOf(packed).toString().split(between) : packed;
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** The same in the narrowest array that holds them all. */
export function packNumbers(numbers: Numbers): Numbers {
  let largest = 0;
  for (let at = 0; at < numbers.length; at += 1) largest = Math.max(largest, numbers[at] as number);
  if (largest <= 255) return Uint8Array.from(numbers);
  return largest <= 65_535 ? Uint16Array.from(numbers) : Uint32Array.from(numbers);
}

/** Words that can be looked up as they lie there. */
export interface PackedWords {
  readonly words: PackedStrings;
  /** Where each begins in the bytes, … */
  readonly begins: Numbers;
  /** … and their numbers, in the order of their bytes. */
  readonly order: Numbers;
}

export function packWords(strings: readonly string[]): PackedWords {
  const words = packStrings(strings);
  if (!(words instanceof Uint8Array)) return { words, begins: new Uint8Array(0), order: new Uint8Array(0) };
  const begins = new Uint32Array(strings.length);
  for (let at = 1; at < strings.length; at += 1) begins[at] = words.indexOf(0, begins[at - 1]) + 1;
  const bytes = bufferOf(words);
  const wordAt = (number: number): Buffer => bytes.subarray(begins[number], endOf(begins, number, words));
  const order = Uint32Array.from(strings.keys()).sort((a, b) => wordAt(a).compare(wordAt(b)));
  return { words, begins: packNumbers(begins), order: packNumbers(order) };
}

/** How a word's number is found; undefined for words that are not in one text. */
export function finderOf({ words, begins, order }: PackedWords): ((word: string) => number | undefined) | undefined {
  if (!(words instanceof Uint8Array)) return undefined;
  const bytes = bufferOf(words);
  return (word) => {
    const wanted = Buffer.from(word);
    let [low, high] = [0, order.length - 1];
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const number = order[middle] as number;
      const difference = bytes.compare(wanted, 0, wanted.length, begins[number], endOf(begins, number, words));
      if (difference === 0) return number;
      if (difference < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  };
}

/** The sign that parts two words is before the next one. */
function endOf(begins: Numbers, number: number, words: Uint8Array): number {
  const next = begins[number + 1];
  return next === undefined ? words.length : next - 1;
}
