import type { LostLine } from '../merge-result.ts';
import type { Texts } from '../text/merge-lines.ts';

const word = /[\p{L}\p{N}_$][\p{L}\p{N}_$.-]*/gu;

/** Quotes, a separator at the end and white space are format; a line without a word is no content. */
const bare = (line: string): string => line.trim().replace(/[,;]$/, '').replaceAll('"', "'").replaceAll(/\s+/g, ' ');

/** A decision that may have given a line up. */
interface Giver {
  readonly where: string;
  readonly reason: string;
  readonly trait?: string | undefined;
}

/**
 * Lines that a side added and that the merged text has neither as they are nor word by word, each with the decision
 * that gave them up. What the other side took out elsewhere is not missed.
 */
export function lostLines(texts: Texts, merged: string, resolutions: readonly Giver[]): LostLine[] {
  const counts = { base: countsOf(texts.base), ours: countsOf(texts.ours), theirs: countsOf(texts.theirs) };
  const got = countsOf(merged);
  const lost = (side: 'ours' | 'theirs', other: 'ours' | 'theirs'): LostLine[] => {
    const isMissing = (kind: keyof Counts, item: string): boolean => {
      const of = (which: Counts): number => which[kind].get(item) ?? 0;
      const before = of(counts.base);
      const own = of(counts[side]);
      return own > before && of(got) < own - Math.max(0, before - of(counts[other]));
    };
    return texts[side].split('\n').flatMap((text, index) => {
      if (!isMissing('lines', bare(text))) return [];
      if (!(text.match(word) ?? []).some((item) => isMissing('words', item))) return [];
      const place = { side, line: index + 1, text };
      return [{ ...place, reason: reasonFor(place, resolutions) }];
    });
  };
  return [...lost('ours', 'theirs'), ...lost('theirs', 'ours')];
}

interface Counts {
  readonly lines: ReadonlyMap<string, number>;
  readonly words: ReadonlyMap<string, number>;
}

function countsOf(text: string): Counts {
  return { lines: count(text.split('\n').map(bare)), words: count(text.match(word) ?? []) };
}

function count(items: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** The decision whose lines or key the line is of, else all of them. */
function reasonFor(place: Omit<LostLine, 'reason'>, resolutions: readonly Giver[]): string {
  const own = resolutions.filter(({ trait }) => trait !== 'overall');
  const found = own.find(({ where }) => covers(where, place));
  return (found === undefined ? own : [found])
    .map(({ where, reason }) => (where === '' ? reason : `${where}: ${reason}`))
    .join('; ');
}

function covers(where: string, { side, line, text }: Omit<LostLine, 'reason'>): boolean {
  const range = /^line (?<first>\d+)(?:-(?<last>\d+))?$/.exec(where)?.groups;
  if (range === undefined) return text.includes(where.split('.').at(-1) ?? where);
  const first = Number(range['first']);
  return side === 'ours' && line >= first && line <= Number(range['last'] ?? first);
}
