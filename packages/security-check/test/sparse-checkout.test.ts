import { expect, test } from '@jest/globals';
import { tempRepo, testContext } from '@cdev/test-kit';
import { recordKnown } from '../src/record-known.ts';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

test('what a sparse checkout leaves out was not looked at, and what is known of it stays known', async () => {
  await using repo = await tempRepo({
    'package.json': '{ "name": "a", "private": true }',
    'src/a.js': 'export const a = 1;\n',
    'other/b.js': 'eval(process.argv[2]);\n',
    '.gitlab-ci/a.yml': 'a: {}\n',
    '.github/workflows/a.yml': 'on: push\npermissions: {}\njobs: {}\n',
  });
  const check = async (options: Partial<SecurityCheckOptions> = {}): Promise<SecurityReport> =>
    (await securityCheck({ ...checkOptions, ...options }, testContext({ cwd: repo.path }))).result;
  const told = ({ surfaces, checks }: SecurityReport): readonly string[] => [
    ...surfaces.filter(({ surface }) => surface === 'worktree').map(({ status, gaps }) => `${status} ${gaps.join()}`),
    ...checks
      .filter(({ check }) => ['workflows', 'code', 'hygiene'].includes(check))
      .map(({ check, status, detail, gaps }) => `${check} ${status} ${detail} ${gaps.join()}`.trim()),
  ];
  expect(told(await check())[0]).toBe('checked ');
  const context = testContext({ cwd: repo.path });
  const known = {
    reason: 'revoked',
    owner: undefined,
    expires: undefined,
    baseline: undefined,
    prune: false,
    isDryRun: false,
  };
  await recordKnown({ ...known, ids: [], all: true }, context);
  expect((await check()).knownIssues).toMatchObject([{ issue: { ruleId: 'code-injection' } }]);
  await repo.git('sparse-checkout', 'set', 'src');
  const report = await check();
  expect(report.baseline.unused).toEqual([]);
  expect(told(report)).toEqual([
    'partly 3 tracked files left out by the sparse checkout, .github/workflows/a.yml first (git sparse-checkout disable)',
    'workflows partly no workflow is here 2 tracked files left out by the sparse checkout, .github/workflows/a.yml first (git sparse-checkout disable)',
    'code partly 1 file 1 tracked file left out by the sparse checkout, other/b.js alone (git sparse-checkout disable)',
    'hygiene partly 1 package 1 tracked file left out by the sparse checkout, .github/workflows/a.yml alone (git sparse-checkout disable)',
  ]);
  expect(told(await check({ since: 'HEAD' }))[0]).toBe('checked ');
  await repo.write({ 'src/a.js': 'export const a = 2;\n' });
  await repo.git('add', '.');
  const staged = await check({ staged: true, only: ['code', 'workflows'] });
  expect(told(staged).filter((line) => line.includes('sparse'))).toEqual([]);
});
