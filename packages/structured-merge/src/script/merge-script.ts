import type { Resolution } from '../merge-result.ts';
import type { Range } from '../diff/diff3.ts';
import { named, type HunkRule, type LineHunk } from '../text/hunk.ts';
import { mergeLines, type Piece, type Texts } from '../text/merge-lines.ts';
import { shiftPiece, type LinesBefore } from '../text/shift-piece.ts';
import { isLate, timeIsUp } from '../deadline.ts';
import { note } from '../explain/trace.ts';
import { importBlock, type ImportBlock } from './import-block.ts';
import { namesOfImport, type Uses } from './import-names.ts';
import { mergeImportBlocks, type BlockVersions } from './merge-import-blocks.ts';
import { namesOf, type Names } from './names.ts';
import { parseScript } from './parse-script.ts';

/** Stands for the imports while the rest is merged; no script holds a line like it. */
const placeholder = '\u0000imports\u0000';

/** Merges a script: its imports name by name when both sides changed them, the rest by lines. */
export function mergeScript(path: string, texts: Texts, rules: readonly HunkRule[]): Piece[] {
  const pieces = mergeLines(texts, rules);
  if (isLate()) {
    note({ where: 'imports', rung: 'imports', outcome: 'gave way', reason: timeIsUp });
    return pieces;
  }
  const blocks = blocksOf(path, texts);
  if (blocks === undefined || !pieces.some((piece) => touches(piece, blocks.ours, texts.ours))) return pieces;
  const body = mergeLines(
    {
      base: blocks.base === undefined ? `${placeholder}\n` : cutOut(texts.base, blocks.base),
      ours: cutOut(texts.ours, blocks.ours),
      theirs: cutOut(texts.theirs, blocks.theirs),
    },
    rules,
  );
  if (!body.some((piece) => piece.kind === 'settled' && piece.lines.includes(placeholder))) return pieces;
  const uses = usesOf(path, { texts, blocks, body });
  const block = uses && mergeImportBlocks(blocks, uses);
  const isMerged = block !== undefined && 'text' in block;
  const end = isMerged ? 'They are merged name by name' : 'Both sides changed the same binding';
  note({ where: 'imports', rung: 'imports', outcome: isMerged ? 'won' : 'gave way', reason: end });
  if (isMerged) return putIn(body, block, heights(blocks, texts));
  if (block === undefined || block.disputed.size === 0) return pieces;
  return mergeLines(texts, exceptDisputed(rules, { disputed: block.disputed, blocks, texts }));
}

interface Dispute {
  readonly disputed: ReadonlySet<string>;
  readonly blocks: BlockVersions;
  readonly texts: Texts;
}

/** Where a name comes from that each side takes from elsewhere is for people to say: both answers joined word by word are a third one. */
function exceptDisputed(rules: readonly HunkRule[], { disputed, blocks, texts }: Dispute): HunkRule[] {
  const rangesIn = (side: 'ours' | 'theirs'): Range[] =>
    blocks[side].items
      .filter((item) => namesOfImport(item).some(({ key }) => disputed.has(key)))
      .map(({ start, end }) => ({ start: lineOf(texts[side], start), end: lineOf(texts[side], end) + 1 }));
  const ranges = { ours: rangesIn('ours'), theirs: rangesIn('theirs') };
  const isDisputed = (hunk: LineHunk): boolean =>
    (['ours', 'theirs'] as const).some((side) => {
      const { start, lines } = hunk[side];
      return ranges[side].some((range) => range.start < start + lines.length && start < range.end);
    });
  return rules.map((rule) =>
    named(rule.rung ?? 'lines', (hunk, whole) => {
      if (!isDisputed(hunk)) return rule(hunk, whole);
      const reason = 'The sides take a name there from different places';
      note({ rung: 'imports', outcome: 'refused', reason });
      return undefined;
    }),
  );
}

function blocksOf(path: string, texts: Texts): BlockVersions | undefined {
  const blockOf = (text: string): ImportBlock | undefined => {
    const script = parseScript(path, text);
    return script && importBlock(script, text);
  };
  const [base, ours, theirs] = [blockOf(texts.base), blockOf(texts.ours), blockOf(texts.theirs)];
  if (ours === undefined || theirs === undefined || (base === undefined && texts.base !== '')) return undefined;
  return { base, ours, theirs };
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length - 1;

/** Whether a piece that both sides changed lies in the import block, by the lines of ours. */
function touches({ hunk }: Piece, block: ImportBlock, text: string): boolean {
  if (hunk === undefined) return false;
  const { start, lines } = hunk.ours;
  return start <= lineOf(text, block.end) + 1 && start + lines.length >= lineOf(text, block.start);
}

const cutOut = (text: string, { start, end }: ImportBlock): string =>
  text.slice(0, start) + placeholder + text.slice(end);

interface Merging {
  readonly texts: Texts;
  readonly blocks: BlockVersions;
  readonly body: readonly Piece[];
}

/** What the code below the imports uses; while a part of it is open, the merge uses what either side does. */
function usesOf(path: string, { texts, blocks, body }: Merging): Uses | undefined {
  const base = bodyNames(path, texts.base, blocks.base);
  const ours = bodyNames(path, texts.ours, blocks.ours);
  const theirs = bodyNames(path, texts.theirs, blocks.theirs);
  const open = body.some(({ kind }) => kind === 'open');
  const rest = open ? ours && theirs && either(ours, theirs) : mergedNames(path, body);
  const read = [blocks.ours, blocks.theirs].flatMap(({ items }) => items.flatMap(({ refers }) => refers));
  const merged = rest && { ...rest, referenced: sumOf(rest.referenced, new Map(read.map((name) => [name, 1]))) };
  return base && ours && theirs && merged && { base, ours, theirs, merged };
}

/** Names of the script without what its imports declare. */
function bodyNames(path: string, text: string, block: ImportBlock | undefined): Names | undefined {
  const script = parseScript(path, text);
  if (script === undefined) return undefined;
  const names = namesOf(script);
  const imported = new Set(
    block?.items.flatMap(({ form, bindings }) => (form === 'export' ? [] : bindings.map(({ local }) => local))),
  );
  return { ...names, topLevel: new Set([...names.topLevel].filter((name) => !imported.has(name))) };
}

function mergedNames(path: string, body: readonly Piece[]): Names | undefined {
  const lines = body.flatMap((piece) => (piece.kind === 'settled' ? piece.lines : []));
  const script = parseScript(path, lines.filter((line) => line !== placeholder).join('\n'));
  return script && namesOf(script);
}

function either(one: Names, other: Names): Names {
  return { ...one, topLevel: new Set(), referenced: sumOf(one.referenced, other.referenced) };
}

function sumOf(one: Names['referenced'], other: Names['referenced']): Names['referenced'] {
  return new Map([...one, ...[...other].map(([name, times]) => [name, times + (one.get(name) ?? 0)] as const)]);
}

/** Lines that each version has more than its body, behind the imports. */
function heights({ base, ours, theirs }: BlockVersions, texts: Texts): LinesBefore {
  const height = (block: ImportBlock | undefined, text: string): number =>
    block === undefined ? 0 : lineOf(text, block.end) - lineOf(text, block.start);
  return { base: height(base, texts.base), ours: height(ours, texts.ours), theirs: height(theirs, texts.theirs) };
}

interface MergedBlock {
  readonly text: string;
  readonly resolutions: readonly Resolution[];
}

function putIn(body: readonly Piece[], { text, resolutions }: MergedBlock, height: LinesBefore): Piece[] {
  const pieces: Piece[] = [];
  let behind = false;
  for (const piece of body) {
    const at = piece.kind === 'settled' ? piece.lines.indexOf(placeholder) : -1;
    if (piece.kind === 'open' || at === -1) {
      pieces.push(behind ? shiftPiece(piece, height) : piece);
      continue;
    }
    behind = true;
    pieces.push({ kind: 'settled', lines: piece.lines.slice(0, at) });
    for (const [index, resolution] of resolutions.entries()) {
      pieces.push({ kind: 'settled', lines: index === 0 ? text.split('\n') : [], resolution });
    }
    pieces.push({ ...piece, lines: piece.lines.slice(at + 1) });
  }
  return pieces;
}
