import { diff3, type Chunk, type Range, type Versions } from '../diff/diff3.ts';
import { because } from '../explain/trace.ts';
import { editContains } from '../diff/edit-contains.ts';
import { diff3Touching } from '../diff/touching-edits.ts';
import { entangled, type FileWords } from './entangled.ts';
import type { Token } from './tokenize.ts';

/** Tokens of one version beyond which a conflict is left alone: nobody can review such a merge. */
const maximumTokens = 20_000;

export interface TokenVersions extends Versions<Token> {
  readonly words: FileWords;
}

export interface TokenMerge {
  readonly text: string;
  /** A side's edit is part of the other's. */
  readonly contained: boolean;
  /** The sides edited one line, not neighbouring ones. */
  readonly sameLine: boolean;
}

/**
 * Three-way merge by tokens. Where both sides changed the same tokens, the edit that contains the other one wins;
 * `undefined` when none does, when the edits are entangled, or when the texts are too long.
 */
export function mergeTokens(versions: TokenVersions): TokenMerge | undefined {
  const { base, ours, theirs, words } = versions;
  if ([base, ours, theirs].some(({ length }) => length > maximumTokens)) return because('It is too long');
  const values = { base: valuesOf(base), ours: valuesOf(ours), theirs: valuesOf(theirs) };
  const chunks = diff3(values);
  const settled = chunks.map((chunk) => (chunk.kind === 'conflict' ? settle(chunk, values) : chunk));
  if (settled.includes(undefined)) return because('Both sides changed the same words');
  const knot = entangled(chunks, versions, words);
  if (knot !== undefined) return because(`The edits do not go together: ${knot}`);
  return {
    text: (settled as Chunk[]).map((chunk) => render(chunk, versions)).join(''),
    contained: chunks.some(({ kind }) => kind === 'conflict'),
    sameLine: sharesLine(chunks, base),
  };
}

/**
 * The same where edits may touch, and without a judgement of whether they go together: one word taken out beside one that
 * is put in. `undefined` when both changed the same tokens, or when the texts are too long.
 */
export function joinTokens(versions: Versions<Token>): string | undefined {
  const { base, ours, theirs } = versions;
  if ([base, ours, theirs].some(({ length }) => length > maximumTokens)) return undefined;
  const chunks = diff3Touching({ base: valuesOf(base), ours: valuesOf(ours), theirs: valuesOf(theirs) });
  if (chunks.some(({ kind }) => kind === 'conflict')) return undefined;
  return chunks.map((chunk) => render(chunk, versions)).join('');
}

const valuesOf = (tokens: readonly Token[]): string[] => tokens.map(({ value }) => value);

function settle(chunk: Chunk, values: Versions<string>): Chunk | undefined {
  const base = values.base.slice(chunk.base.start, chunk.base.end);
  const ours = values.ours.slice(chunk.ours.start, chunk.ours.end);
  const theirs = values.theirs.slice(chunk.theirs.start, chunk.theirs.end);
  if (editContains(base, ours, theirs)) return { ...chunk, kind: 'ours' };
  return editContains(base, theirs, ours) ? { ...chunk, kind: 'theirs' } : undefined;
}

function render(chunk: Chunk, tokens: Versions<Token>): string {
  if (chunk.kind === 'ours' || chunk.kind === 'both') return write(tokens.ours, chunk.ours);
  if (chunk.kind === 'theirs') return write(tokens.theirs, chunk.theirs);
  let text = '';
  for (let index = 0; index < chunk.base.end - chunk.base.start; index += 1) {
    const ours = tokens.ours[chunk.ours.start + index] as Token;
    const theirs = tokens.theirs[chunk.theirs.start + index] as Token;
    const base = tokens.base[chunk.base.start + index] as Token;
    text += ours.space === base.space ? theirs.space : ours.space;
    text += ours.text === base.text ? theirs.text : ours.text;
  }
  return text;
}

function write(tokens: readonly Token[], { start, end }: Range): string {
  return tokens
    .slice(start, end)
    .map(({ space, text }) => space + text)
    .join('');
}

function sharesLine(chunks: readonly Chunk[], base: readonly Token[]): boolean {
  let line = 0;
  const lines = base.map(({ space }) => (line += space.split('\n').length - 1));
  const edited = (side: 'ours' | 'theirs'): Set<number | undefined> =>
    new Set(
      chunks
        .filter(({ kind }) => kind === side)
        .flatMap(({ base: { start, end } }) => lines.slice(start, Math.max(end, start + 1))),
    );
  const ours = edited('ours');
  return [...edited('theirs')].some((place) => ours.has(place));
}
