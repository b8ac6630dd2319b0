const utf8 = new TextDecoder('utf-8');
const utf16 = new TextDecoder('utf-16le');

/** The text of a file; undefined for binary content: a NUL byte near the start, as git decides it. UTF-16 with its mark is text. */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16.decode(bytes);
  return isBinaryContent(bytes) ? undefined : utf8.decode(bytes);
}

export function isBinaryContent(bytes: Buffer): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return false;
  return bytes.subarray(0, 8000).includes(0);
}
