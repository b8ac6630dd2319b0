import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testContext, type TempRepo } from '@cdev/test-kit';
import { rankRequest, type RankOptions } from '../src/index.ts';
import { libraryRepo } from './library-repo.ts';

let repository: TempRepo;
beforeAll(async () => {
  repository = await libraryRepo({
    'AGENTS.md': 'The late fee.\n',
    '.claude/agents/fee.md': 'The late fee.\n',
    'an ask.txt': 'late fee\n',
  });
});
afterAll(() => repository.remove());

const rank = async (given: Partial<RankOptions>, stdin = '') => {
  const options = { query: undefined, queryFile: undefined, limit: 50, ignoreHistory: false, ...given };
  return (await rankRequest(options, testContext({ cwd: repository.path, stdin }))).result.files;
};
const paths = async (given: Partial<RankOptions>, stdin = '') => (await rank(given, stdin)).map(({ path }) => path);

describe('rankRequest', () => {
  test('gives files best first, each with score and reasons', async () => {
    const files = await rank({ query: 'late fee' });
    expect(files[0]).toMatchObject({ path: 'src/loans/late-fee.js', score: 1 });
    expect(files.every(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(files.map(({ score }) => score)).toEqual(files.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  test('takes a file and stdin, and as many as asked for', async () => {
    const all = await paths({ query: 'late fee\n' });
    expect(await paths({ queryFile: 'an ask.txt' })).toEqual(all);
    expect(await paths({ query: '-' }, 'late fee\n')).toEqual(all);
    expect(await paths({ query: 'late fee\n', limit: 2 })).toEqual(all.slice(0, 2));
  });

  test('leaves out what is written for assistants, unless it is named', async () => {
    expect(await paths({ query: 'late fee' })).not.toContain('AGENTS.md');
    expect(await paths({ query: 'late fee' })).not.toContain('.claude/agents/fee.md');
    expect(await paths({ query: 'Say in AGENTS.md what the late fee is' })).toContain('AGENTS.md');
  });

  test('may rank as without a history', async () => {
    const reasons = (files: Awaited<ReturnType<typeof rank>>) => files.flatMap((file) => file.reasons).join('; ');
    expect(reasons(await rank({ query: 'late fee' }))).toContain('Set the late fee');
    expect(reasons(await rank({ query: 'late fee', ignoreHistory: true }))).not.toContain('Set the late fee');
  });

  test.each([
    [{}, 'CDEV_E_AGENT_GENERATOR_NOTHING_ASKED'],
    [{ query: 'a', queryFile: 'b' }, 'CDEV_E_AGENT_GENERATOR_TWO_SOURCES'],
    [{ query: ' ' }, 'CDEV_E_AGENT_GENERATOR_TEXT_EMPTY'],
    [{ queryFile: 'none' }, 'CDEV_E_AGENT_GENERATOR_QUERY_UNREADABLE'],
    [{ queryFile: 'src' }, 'CDEV_E_AGENT_GENERATOR_QUERY_UNREADABLE'],
    [{ query: 'a', limit: 0 }, 'CDEV_E_AGENT_GENERATOR_NUMBER_INVALID'],
  ])('%j ends with %s', async (given, code) => {
    await expect(rank(given)).rejects.toMatchObject({ code });
  });
});
