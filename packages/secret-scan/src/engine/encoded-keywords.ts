/** Shorter ones would be met everywhere. */
const shortest = 4;

/** Where in base64 text a keyword stands that is encoded there. */
export interface EncodedKeyword {
  /** As it is written; keywords are found in any case. */
  readonly text: string;
  /** How many characters of base64 stand before it in the group of four that it begins in. */
  readonly phase: number;
}

/** The base64 of a text that stands at any place in what was encoded: three forms, by where in three bytes it begins. */
export function encodedKeywords(text: string): readonly EncodedKeyword[] {
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
export function encodedRow({ text, phase }: EncodedKeyword): string {
  return `${phase}${text}`;
}

/** What `encodedRow` made a row. */
export function encodedOf(row: string): EncodedKeyword {
  return { text: row.slice(1), phase: Number(row.charAt(0)) };
}

const inBase64 = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
);
const longest = 100_000;

export interface EncodedText {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
  /** It stands where nothing but secrets are, so that names in it count too. */
  readonly isSecret?: boolean;
  /** What it is encoded in. Default: base64. */
  readonly form?: string;
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
