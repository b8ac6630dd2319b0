import type { Chunk, Versions } from '../diff/diff3.ts';
import type { Token } from './tokenize.ts';

/** Words of the whole files: a name that a side took out everywhere must not come back through the other side's edit. */
export type FileWords = Readonly<Record<'base' | 'ours' | 'theirs', ReadonlySet<string>>>;

const word = /^[\p{L}_$][\p{L}\p{N}_$]{2,}$/u;
// Words that two unrelated edits both bring.
const common = new Set(
  'and any async await boolean class const else export false for from function import let new null number return string the this true type typeof undefined var void'.split(
    ' ',
  ),
);

/** Sides that take turns more often than this rewrote one passage, each in its own way. */
const maximumTurns = 3;

export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu));
}

/**
 * Why edits that touch different tokens still must not be joined: both bring the same new word (two answers to one
 * question), one uses a word that the other takes out, or they take turns. `undefined` when nothing speaks against it.
 */
export function entangled(chunks: readonly Chunk[], tokens: Versions<Token>, words: FileWords): string | undefined {
  const edits = { ours: editedWords('ours', chunks, tokens), theirs: editedWords('theirs', chunks, tokens) };
  const known = new Set(tokens.base.map(({ value }) => value));
  const brought = [...edits.ours.inserted].find(
    (name) => edits.theirs.inserted.has(name) && !known.has(name) && !common.has(name),
  );
  if (brought !== undefined) return `both sides bring ${brought}`;
  const stale =
    revived(edits.ours.inserted, edits.theirs.removed, { before: words.base, after: words.theirs }) ??
    revived(edits.theirs.inserted, edits.ours.removed, { before: words.base, after: words.ours });
  if (stale !== undefined) return `one side uses ${stale}, which the other takes out`;
  const turns = chunks.map(({ kind }) => kind).filter((kind) => kind === 'ours' || kind === 'theirs');
  const runs = turns.filter((side, index) => side !== turns[index - 1]).length;
  return runs > maximumTurns ? 'the edits take turns' : undefined;
}

function editedWords(
  side: 'ours' | 'theirs',
  chunks: readonly Chunk[],
  tokens: Versions<Token>,
): { inserted: ReadonlySet<string>; removed: ReadonlySet<string> } {
  const inserted = new Set<string>();
  const removed = new Set<string>();
  for (const chunk of chunks) {
    if (chunk.kind !== side) continue;
    for (const { value } of tokens[side].slice(chunk[side].start, chunk[side].end))
      if (word.test(value)) inserted.add(value);
    for (const { value } of tokens.base.slice(chunk.base.start, chunk.base.end))
      if (word.test(value)) removed.add(value);
  }
  return { inserted, removed };
}

function revived(
  inserted: ReadonlySet<string>,
  removed: ReadonlySet<string>,
  { before, after }: { before: ReadonlySet<string>; after: ReadonlySet<string> },
): string | undefined {
  return [...inserted].find((name) => removed.has(name) || (before.has(name) && !after.has(name)));
}
