const utf16 = new TextDecoder('utf-16le');

/** The text of a file; undefined for binary content: a NUL byte near the start, as git decides it. UTF-16 with its mark is text. */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16.decode(bytes);
  if (isBinaryContent(bytes)) return undefined;
  // A TextDecoder would do, in half as much time again for files as small as most are.
  return bytes.toString('utf8', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
}

export function isBinaryContent(bytes: Buffer): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return false;
  const nul = bytes.indexOf(0);
  return nul !== -1 && nul < 8000;
}
