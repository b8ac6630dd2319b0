import { describe, expect, test } from '@jest/globals';
import { fitPack, type FittedPack, type PackContents } from '../../src/pack/fit-pack.ts';
import type { Piece } from '../../src/pack/piece.ts';
import { estimateTokens } from '../../src/index.ts';

const excerpt = (path: string, startLine: number, endLine: number) => ({
  path,
  name: `${path}-${startLine}`,
  startLine,
  endLine,
});
const file = (path: string): Piece => ({ section: 'Files', text: `- ${path}`, what: { kind: 'ranked file', path } });
const contents: PackContents = {
  pieces: [{ section: 'Task', text: 'Do it', what: undefined }, ...['a', 'b', 'c'].map(file)],
  excerpts: [excerpt('a', 1, 10), excerpt('b', 1, 5), excerpt('a', 20, 25)],
  wholes: [excerpt('a', 1, 40), excerpt('b', 1, 60)],
};
/** A line for each piece and each line of an excerpt: two tokens each. */
const render = ({ pieces, excerpts }: FittedPack) =>
  [
    ...pieces.map(() => 'p'),
    ...excerpts.flatMap(({ startLine, endLine }) => Array.from({ length: endLine - startLine + 1 }, () => 'e')),
  ]
    .map((line) => `${line}\n`)
    .join('');
const fit = (maxTokens: number) => {
  const pack = fitPack(contents, { maxTokens, render });
  return {
    pack,
    kept: [
      ...pack.pieces.slice(1).map(({ text }) => text.slice(2)),
      ...pack.excerpts.map(({ path, startLine, endLine }) => `${path}:${startLine}-${endLine}`),
    ],
    left: pack.leftOut.map(({ kind, path }) => `${kind} ${path}`),
  };
};

describe('fitPack', () => {
  test('drops what is needed least, last first, and says what', () => {
    expect(fit(4)).toMatchObject({
      kept: ['a'],
      left: ['ranked file b', 'ranked file c', 'excerpt a', 'excerpt b', 'excerpt a'],
    });
    expect(fit(38)).toMatchObject({ kept: ['a', 'b', 'c', 'a:1-10', 'b:1-5'], left: ['excerpt a'] });
  });

  test('shows files whole only when all excerpts are in', () => {
    expect(fit(50)).toMatchObject({ kept: ['a', 'b', 'c', 'a:1-10', 'b:1-5', 'a:20-25'], left: [] });
    expect(fit(98)).toMatchObject({ kept: ['a', 'b', 'c', 'b:1-5', 'a:1-40'], left: [] });
    expect(fit(208)).toMatchObject({ kept: ['a', 'b', 'c', 'a:1-40', 'b:1-60'], left: [] });
  });

  test('never becomes longer than the budget, and never shorter with a larger one', () => {
    let last = 0;
    for (let budget = 2; budget < 220; budget += 1) {
      const tokens = estimateTokens(render(fit(budget).pack));
      expect(tokens).toBeLessThanOrEqual(budget);
      expect(tokens).toBeGreaterThanOrEqual(last);
      last = tokens;
    }
  });

  test('says how much is needed when not even the task fits', () => {
    expect(() => fit(1)).toThrow('The task and its criteria alone take about 10 tokens, and --max-tokens is 1');
  });
});
