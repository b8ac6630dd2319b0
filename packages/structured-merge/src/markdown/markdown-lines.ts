import type { Texts } from '../text/merge-lines.ts';

/** What a line of Markdown is; `inside` a block of code or front matter, where nothing means what it looks like. */
export type LineKind = 'inside' | 'fence' | 'heading' | 'item' | 'row' | 'definition' | 'blank' | 'text';

export const isMarkdown = (path: string): boolean => /\.(?:md|mdx|markdown)$/i.test(path);

const fence = /^ {0,3}(?<mark>`{3,}|~{3,})(?<rest>.*)$/;
const kinds: readonly (readonly [LineKind, RegExp])[] = [
  ['blank', /^\s*$/],
  ['heading', /^ {0,3}#{1,6}(?:\s|$)/],
  ['item', /^\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/],
  ['row', /^\s*\|.*\|\s*$/],
  ['definition', /^ {0,3}\[[^\]]+\]:\s*\S/],
];

/** The kind of each line, and whether the text ends within a block of code. */
export function readLines(lines: readonly string[]): { readonly kinds: readonly LineKind[]; readonly isOpen: boolean } {
  const found: LineKind[] = [];
  let open: string | undefined = lines[0] === '---' && lines.indexOf('---', 1) > 0 ? '---' : undefined;
  for (const [at, line] of lines.entries()) {
    const { mark = '', rest = '' } = fence.exec(line)?.groups ?? {};
    if (open !== undefined) {
      const ends = open === '---' ? at > 0 && line === '---' : mark.startsWith(open) && rest.trim() === '';
      found.push(ends ? 'fence' : 'inside');
      if (ends) open = undefined;
    } else if (mark !== '' && !(mark.startsWith('`') && rest.includes('`'))) {
      open = mark;
      found.push('fence');
    } else found.push(kinds.find(([, shape]) => shape.test(line))?.[0] ?? 'text');
  }
  return { kinds: found, isOpen: open !== undefined };
}

export interface MarkdownLines {
  readonly lines: readonly string[];
  readonly kinds: readonly LineKind[];
}

/** The lines of each version with their kinds. */
export function readMarkdown({ base, ours, theirs }: Texts): Readonly<Record<keyof Texts, MarkdownLines>> {
  const read = (text: string): MarkdownLines => {
    const lines = text.split('\n');
    return { lines, kinds: readLines(lines).kinds };
  };
  return { base: read(base), ours: read(ours), theirs: read(theirs) };
}

/** Why a merged Markdown text must not be handed out although its lines went together; `undefined` when nothing speaks against it. */
export function brokenMarkdown({
  ours,
  theirs,
  merged,
}: {
  ours: string;
  theirs: string;
  merged: string;
}): string | undefined {
  const isOpen = (text: string): boolean => readLines(text.split('\n')).isOpen;
  if (isOpen(merged) && !isOpen(ours) && !isOpen(theirs)) return 'a block of code in it has no end';
  const repeated = (text: string): string[] => {
    const lines = text.split('\n');
    const labels = readLines(lines).kinds.flatMap((kind, at) =>
      kind === 'definition' ? labelOf(lines[at] as string) : [],
    );
    return labels.filter((label, at) => labels.indexOf(label) < at);
  };
  const before = new Set([...repeated(ours), ...repeated(theirs)]);
  const twice = repeated(merged).find((label) => !before.has(label));
  return twice && `the link [${twice}] is defined twice in it`;
}

export function labelOf(line: string): string {
  return (/^\s*\[([^\]]+)\]/.exec(line)?.[1] ?? line).toLowerCase().replaceAll(/\s+/g, ' ');
}
