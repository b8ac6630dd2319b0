export interface Content {
  readonly content: Buffer;
  readonly isBinary: boolean;
}

/** What programs and databases have in them, and no text. */
const control = /[\x01-\x08\x0e-\x1a\x1c-\x1f]|\0{4}/;
/** As far as git looks for a zero. */
const probed = 8000;

/** Bytes as detectors read them: UTF-16 becomes UTF-8, everything else stays as it is. */
export function decodeContent(bytes: Uint8Array): Content {
  const content = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (content.length > 3) {
    if (content[0] === 0xff && content[1] === 0xfe) return { content: fromUtf16(content.subarray(2)), isBinary: false };
    if (content[0] === 0xfe && content[1] === 0xff)
      return { content: fromUtf16(swapped(content.subarray(2))), isBinary: false };
  }
  if ((content.length <= probed ? content : content.subarray(0, probed)).indexOf(0) < 0)
    return { content, isBinary: false };
  const order = utf16Order(content.subarray(0, probed));
  if (order === 'little') return { content: fromUtf16(content), isBinary: false };
  if (order === 'big') return { content: fromUtf16(swapped(content)), isBinary: false };
  // Settings of a process, one after the other, and text with a zero that came into it.
  return control.test(content.toString('latin1', 0, probed))
    ? { content, isBinary: true }
    : { content: withoutZeros(content), isBinary: false };
}

/** Text of Western languages in UTF-16 has a zero in nearly every second byte, on one side. */
function utf16Order(probe: Buffer): 'little' | 'big' | undefined {
  let even = 0;
  let odd = 0;
  for (let at = 0; at < probe.length; at += 1)
    if (probe[at] === 0) {
      if (at % 2 === 0) even += 1;
      else odd += 1;
    }
  const half = probe.length / 2;
  if (odd > half * 0.7 && even < half * 0.05) return 'little';
  return even > half * 0.7 && odd < half * 0.05 ? 'big' : undefined;
}

/** Blanks, so that all stands where it stood. */
function withoutZeros(content: Buffer): Buffer {
  return Buffer.from(content.map((byte) => (byte === 0 ? 0x20 : byte)));
}

function fromUtf16(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('utf16le'), 'utf8');
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
