const counts = new Uint32Array(256);

/** Shannon entropy in bits per character of a text of single-byte characters. */
export function entropy(text: string): number {
  counts.fill(0);
  for (let at = 0; at < text.length; at += 1) counts[text.charCodeAt(at) & 255]! += 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
