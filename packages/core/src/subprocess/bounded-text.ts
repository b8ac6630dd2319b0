/** Collects output up to a size: the first quarter and the tail stay, the middle goes, and how much went is said. */
export interface BoundedText {
  readonly add: (chunk: Buffer) => void;
  readonly bytes: () => Buffer;
  readonly droppedBytes: () => number;
}

export function boundedText(maxBytes: number): BoundedText {
  const headLimit = Math.floor(maxBytes / 4);
  const tailLimit = maxBytes - headLimit;
  const head: Buffer[] = [];
  let headSize = 0;
  let tail: Buffer[] = [];
  let tailSize = 0;
  let dropped = 0;

  function add(chunk: Buffer): void {
    const room = headLimit - headSize;
    const first = tailSize === 0 && room > 0 ? chunk.subarray(0, room) : chunk.subarray(0, 0);
    if (first.length > 0) head.push(first);
    headSize += first.length;
    const rest = chunk.subarray(first.length);
    if (rest.length === 0) return;
    tail.push(rest);
    tailSize += rest.length;
    // Joining only at twice the limit keeps the cost linear in the output.
    if (tailSize > tailLimit * 2) trim();
  }

  function trim(): void {
    const joined = Buffer.concat(tail);
    const kept = joined.subarray(Math.max(0, joined.length - tailLimit));
    dropped += joined.length - kept.length;
    tail = [Buffer.from(kept)];
    tailSize = kept.length;
  }

  function bytes(): Buffer {
    if (tailSize > tailLimit) trim();
    const gap = dropped === 0 ? [] : [Buffer.from(`\n… ${dropped} bytes left out …\n`)];
    return Buffer.concat([...head, ...gap, ...tail]);
  }

  return { add, bytes, droppedBytes: () => dropped + Math.max(0, tailSize - tailLimit) };
}
