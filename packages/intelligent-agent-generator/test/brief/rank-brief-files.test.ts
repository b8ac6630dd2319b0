import { indexRepository } from '@cdev/code-graph';
import { tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { rankBriefFiles } from '../../src/brief/rank-brief-files.ts';

test('with what a model says, as many files as asked for, also when those are many', async () => {
  const names = Array.from({ length: 70 }, (_, at) => `src/fee-${at}.js`);
  await using folder = await tempFolder(Object.fromEntries(names.map((name) => [name, 'export const lateFee = 1;\n'])));
  const index = await indexRepository(folder.path);
  const mentions = { existing: [], created: [], folders: [], identifiers: [] };
  const rank = (advised: readonly string[]) =>
    rankBriefFiles({
      query: 'Raise the late fee',
      index,
      mentions,
      maxFiles: 60,
      advice: {
        by: 'a model',
        problem: undefined,
        files: advised.map((path) => ({ path, why: 'the rate' })),
        criteria: [],
        risks: [],
        refused: [],
      },
    });
  expect(rank([])).toHaveLength(60);
  const chosen = rank(['src/fee-60.js']);
  expect(chosen).toHaveLength(60);
  expect(chosen[0]).toMatchObject({
    path: 'src/fee-60.js',
    reasons: expect.arrayContaining(['names in it: late, fee']),
  });
});
