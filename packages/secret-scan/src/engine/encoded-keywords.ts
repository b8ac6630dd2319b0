import { exactly, type Opening } from './opening.ts';

/** Shorter ones would be met everywhere. */
const shortest = 4;

/** The base64 of a text that stands at any place in what was encoded: three forms, by where in three bytes it begins. */
export function encodedTexts(text: string): readonly { readonly text: string; readonly phase: number }[] {
  return [0, 1, 2].flatMap((shift) => {
    const encoded = btoa('\0'.repeat(shift) + text);
    // Characters that a byte before or after takes part in are not the text's own.
    const first = Math.ceil((shift * 8) / 6);
    const last = Math.floor(((shift + text.length) * 8) / 6);
    const own = encoded.slice(first, last);
    return own.length < shortest ? [] : [{ text: own, phase: first % 4 }];
  });
}

/** As a row of data: the text after its phase. */
export function encodedRow({ text, phase }: Pick<EncodedKeyword, 'text' | 'phase'>): string {
  return `${phase}${text}`;
}

/** Where in base64 text a keyword stands that is encoded there. */
export class EncodedKeyword {
  /** As it is written; keywords are found in any case. */
  readonly text: string;
  /** How many characters of base64 stand before it in the group of four that it begins in. */
  readonly phase: number;
  #opening: Opening | undefined;

  constructor(text: string, phase: number) {
    this.text = text;
    this.phase = phase;
  }

  static of(row: string): EncodedKeyword {
    return new EncodedKeyword(row.slice(1), Number(row.charAt(0)));
  }

  /** Its letters in their case. */
  get opening(): Opening {
    return (this.#opening ??= exactly(this.text));
  }
}

const inBase64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
const longest = 100_000;

export interface EncodedText {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/** What is encoded around a keyword that stands at `at`; undefined where too little stands there. */
export function encodedAround(bytes: Buffer, at: number, { text, phase }: EncodedKeyword): EncodedText | undefined {
  let start = at;
  while (start > 0 && at - start < longest && inBase64[bytes[start - 1]!] === 1) start -= 1;
  let end = at + text.length;
  while (end < bytes.length && end - at < longest && inBase64[bytes[end]!] === 1) end += 1;
  if (end - start < 24) return undefined;
  const from = start + ((at - start - phase) & 3);
  return { start, end, bytes: Buffer.from(bytes.toString('latin1', from, end), 'base64') };
}
