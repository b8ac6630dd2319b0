import type { HunkRule } from './hunk.ts';

const item = /^\s*(?:[-*+]|\d+[.)])\s/;

/** Items with the lines that continue them. */
function isList(lines: readonly string[]): boolean {
  const [first, ...rest] = lines.filter((line) => line.trim() !== '');
  return first !== undefined && item.test(first) && rest.every((line) => item.test(line) || /^\s{2,}\S/.test(line));
}

/** Both sides added to a Markdown text at one place: list items and paragraphs of both are kept, ours first. */
export const keepBothAdditions: HunkRule = ({ base, ours, theirs }) => {
  if (base.lines.some((line) => line.trim() !== '')) return undefined;
  const written = [...ours.lines, ...theirs.lines].filter((line) => line.trim() !== '');
  if (written.some((line) => /^#{1,6}\s|^(?:```|~~~)|^\||^(?:={2,}|-{2,})\s*$/.test(line))) return undefined;
  const known = new Set(ours.lines.map((line) => line.trim()));
  const fresh = theirs.lines.filter((line) => line.trim() === '' || !known.has(line.trim()));
  const lists = [ours, theirs].every(({ lines }) => isList(lines));
  const gap = lists || ours.lines.at(-1)?.trim() === '' || fresh[0]?.trim() === '' ? [] : [''];
  return {
    rule: 'union',
    reason: 'Both sides added text at one place; both are kept',
    confidence: lists ? 'likely' : 'guess',
    lines: [...ours.lines, ...gap, ...fresh],
  };
};
