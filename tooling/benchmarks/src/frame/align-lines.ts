import { matchSequences } from '@cdev/structured-merge';

/** The lines of a text that stand where a frame has its numbers, by number: between the nearest lines that both have. */
export function alignLines(frame: readonly (string | number)[], text: readonly string[]): string[][] {
  const lines = frame.map((item) => (typeof item === 'number' ? `\u0000${item}` : item));
  const places = Array.from({ length: frame.length }, () => -1);
  for (const { left, right, length } of matchSequences(lines, text))
    for (let at = 0; at < length; at += 1) places[left + at] = right + at;
  const between: string[][] = [];
  for (const [at, item] of frame.entries()) {
    if (typeof item !== 'number') continue;
    const before = places.slice(0, at).findLast((place) => place >= 0) ?? -1;
    const after = places.slice(at + 1).find((place) => place >= 0) ?? text.length;
    between[item] = text.slice(before + 1, after);
  }
  return between;
}
