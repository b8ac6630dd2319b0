import type { HunkLines, HunkRule } from '../text/hunk.ts';
import type { LineKind, MarkdownLines } from './markdown-lines.ts';
import { readEntries } from './read-entries.ts';

const apart: ReadonlySet<LineKind> = new Set(['inside', 'fence', 'row', 'heading']);

/** Both sides added paragraphs at one place: those of both are kept, ours first. Lists are joined item by item or not at all. */
export function keepParagraphs(versions: Readonly<Record<'ours' | 'theirs', MarkdownLines>>): HunkRule {
  const kindsOf = (side: 'ours' | 'theirs', { start, lines }: HunkLines): readonly LineKind[] =>
    versions[side].kinds.slice(start, start + lines.length);
  return ({ base, ours, theirs }) => {
    if (base.lines.some((line) => line.trim() !== '')) return undefined;
    const own = kindsOf('ours', ours);
    const other = kindsOf('theirs', theirs);
    if ([...own, ...other].some((kind) => apart.has(kind))) return undefined;
    if ([...ours.lines, ...theirs.lines].some((line) => /^(?:={2,}|-{2,})\s*$/.test(line))) return undefined;
    const isList = (lines: readonly string[], of: readonly LineKind[]): boolean =>
      of.some((kind) => kind !== 'blank') &&
      (of[0] === 'item' || of[0] === 'definition' || readEntries(lines, of) !== undefined);
    if (isList(ours.lines, own) && isList(theirs.lines, other)) return undefined;
    const known = new Set(ours.lines.map((line) => line.trim()));
    const fresh = theirs.lines.filter((line) => line.trim() === '' || !known.has(line.trim()));
    const gap = ours.lines.at(-1)?.trim() === '' || fresh[0]?.trim() === '' ? [] : [''];
    return {
      rule: 'union',
      reason: 'Both sides added text at one place; both are kept',
      confidence: 'guess',
      lines: [...ours.lines, ...gap, ...fresh],
    };
  };
}
