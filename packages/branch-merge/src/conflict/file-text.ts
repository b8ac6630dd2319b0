const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes as text, a byte order mark included; undefined for what is no UTF-8 text, because it could not be written back unchanged. */
export function textOf(bytes: Buffer): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
