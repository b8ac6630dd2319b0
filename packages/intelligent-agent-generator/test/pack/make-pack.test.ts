import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { detectProject, indexRepository } from '@cdev/code-graph';
import type { TempRepo } from '@cdev/test-kit';
import { assembleBrief } from '../../src/brief/assemble-brief.ts';
import { targets } from '../../src/definition/targets.ts';
import { estimateTokens } from '../../src/index.ts';
import { makePack } from '../../src/pack/make-pack.ts';
import type { ExcerptSources } from '../../src/pack/excerpt.ts';
import { libraryRepo } from '../library-repo.ts';

let repository: TempRepo;
let sources: ExcerptSources;
beforeAll(async () => {
  repository = await libraryRepo();
  const index = await indexRepository(repository.path);
  const { brief, texts } = await assembleBrief({
    requirement: { title: 'Charge a higher late fee', text: '## Why\n\nIt is late.\n\n- [ ] it is shown', source: '' },
    index,
    project: await detectProject(index.inventory),
    maxFiles: 10,
    name: undefined,
    signal: new AbortController().signal,
  });
  sources = { brief, index, texts };
});
afterAll(() => repository.remove());

describe('makePack', () => {
  test('tells the task, when it is done, the files, the commands, what changes together, the risks and the lines', async () => {
    const { text, leftOut } = await makePack(sources, targets.context, 6000);
    const headings = text.split('\n').filter((line) => /^##? /.test(line));
    expect(headings).toEqual([
      '# Charge a higher late fee',
      '## Task',
      '## Done when',
      '## Files',
      '## Commands',
      '## Changes together',
      '## Risks',
      '## Excerpts',
    ]);
    expect(text).toContain('### Why');
    expect(text).toContain('- [ ] the tests pass: `npm test` (package.json scripts.test)');
    expect(text).toContain('; covered by `test/late-fee.test.js`');
    expect(text).toContain('- `src/loans/late-fee.js` changed in 4 commits; with it `config/fees.json` in 4 of them');
    expect(text).toContain('export function lateFee(loan) {');
    expect(leftOut).toEqual([]);
  });

  test('keeps to any budget it takes, and shows less of the same', async () => {
    let last = 0;
    for (const maxTokens of [200, 240, 300, 450, 700, 1000, 3000]) {
      const { text, tokens, leftOut } = await makePack(sources, targets.context, maxTokens);
      expect(tokens).toBe(estimateTokens(text));
      expect(tokens).toBeLessThanOrEqual(maxTokens);
      expect(tokens).toBeGreaterThanOrEqual(last);
      expect(text.includes(`Left out to keep to ${maxTokens} tokens: `)).toBe(leftOut.length > 0);
      last = tokens;
    }
  });

  test('is the same text for the same repository', async () => {
    const texts = await Promise.all([1, 2].map(async () => (await makePack(sources, targets.context, 800)).text));
    expect(texts[0]).toBe(texts[1]);
  });

  test('shows no lines in a definition, which would grow old', async () => {
    const { text } = await makePack(sources, targets.claude, 6000);
    expect(text).not.toContain('```');
    expect(text).toContain('- `src/loans/late-fee.js`: ');
  });
});
