import type { HunkLines, HunkResolution, HunkRule } from './hunk.ts';
import type { FileWords } from './entangled.ts';
import { mergeTokens } from './merge-tokens.ts';
import type { Token, Tokenize } from './tokenize.ts';

/** Every line with its end, so that no lines and one empty line stay different. */
export const textOf = ({ lines }: HunkLines): string => lines.map((line) => `${line}\n`).join('');

export function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** One side, or both, changed the format alone; its format is kept where the other's change lets it. */
export function ignoreFormat(tokenize: Tokenize): HunkRule {
  return ({ base, ours, theirs }) => {
    const tokens = { base: tokenize(textOf(base)), ours: tokenize(textOf(ours)), theirs: tokenize(textOf(theirs)) };
    const bare = (side: readonly Token[]): string => side.map(({ value }) => value).join('\u0000');
    const [original, left, right] = [bare(tokens.base), bare(tokens.ours), bare(tokens.theirs)];
    const decided = (
      lines: readonly string[],
      who: string,
      confidence: HunkResolution['confidence'],
    ): HunkResolution => ({
      rule: 'whitespace',
      reason: `${who} in format alone`,
      confidence,
      lines,
    });
    if (left === right) return decided(ours.lines, 'The sides differ', 'certain');
    if (original.trim() === '' || (left !== original && right !== original)) return undefined;
    const joined = mergeTokens({ ...tokens, words: noWords });
    const changed = right === original ? ours : theirs;
    const lines = joined === undefined ? changed.lines : linesOf(joined.text);
    return decided(lines, `${right === original ? 'Theirs' : 'Ours'} differs from the base`, 'likely');
  };
}

const noWords: FileWords = { base: new Set(), ours: new Set(), theirs: new Set() };

/** The sides changed different tokens of the same lines, or one side's change is part of the other's. */
export function byTokens(tokenize: Tokenize, words: FileWords): HunkRule {
  return ({ base, ours, theirs }) => {
    const merged = mergeTokens({
      base: tokenize(textOf(base)),
      ours: tokenize(textOf(ours)),
      theirs: tokenize(textOf(theirs)),
      words,
    });
    if (merged === undefined) return undefined;
    return {
      rule: 'token',
      reason: merged.contained
        ? "One side's change holds all of the other's"
        : `The sides changed different parts of ${merged.sameLine ? 'one line' : 'neighbouring lines'}`,
      confidence: merged.sameLine && !merged.contained ? 'guess' : 'likely',
      ...(merged.contained && { trait: 'contained' }),
      lines: linesOf(merged.text),
    };
  };
}
