import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { tempRepo, testContext } from '@cdev/test-kit';
import { securityText } from '../../src/report/security-text.ts';
import { securityCheck, type SecurityReport } from '../../src/security-check.ts';
import { checkOptions } from '../check-options.ts';

const page = { style: createStyle(false), columns: 100, all: false };
const count = (text: string, part: string): number => text.split(part).length - 1;

async function reportOf(files: Record<string, string>, only: 'workflows' | 'worktree'): Promise<SecurityReport> {
  await using repo = await tempRepo(files);
  return (await securityCheck({ ...checkOptions, only: [only] }, testContext({ cwd: repo.path }))).result;
}

const workflow = (actions: readonly string[]): Record<string, string> => ({
  '.github/workflows/a.yml': `on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n${actions.map((each) => `      - uses: someone/${each}@v1\n`).join('')}`,
});

test('many issues of one kind are explained once; of the others it is told what and where, of very many the first', async () => {
  const names = Array.from({ length: 12 }, (_, at) => `tool-${String.fromCharCode(97 + at)}`);
  const report = await reportOf(workflow(names), 'workflows');
  const text = securityText(report, page);
  expect(count(text, 'Name the commit')).toBe(1);
  expect(text).toContain('  11 more of this kind\n');
  expect(text).toMatch(/^ {4}[0-9a-f]{12} {2}someone\/tool-b@v1 {2}\.github\/workflows\/a\.yml:8:15$/m);
  expect(text).toContain('    and 3 more  (--all shows them)\n');
  expect(names.map((name) => count(text, `  someone/${name}@v1`))).toEqual(names.map((_, at) => (at < 9 ? 1 : 0)));
  const all = securityText(report, { ...page, all: true });
  expect(names.every((name) => all.includes(`someone/${name}@v1`))).toBe(true);
  expect(all.split('\n').filter((line) => line.length > 100 && !line.includes('https://'))).toEqual([]);
});

test('three of a kind are told one by one', async () => {
  const text = securityText(await reportOf(workflow(['a', 'b', 'c']), 'workflows'), page);
  expect(count(text, 'Name the commit')).toBe(3);
  expect(text).not.toContain('of this kind');
});

test('of secrets those that are as sure for the same reasons; errors are told one by one', async () => {
  const passwords = ['kX9!mQ2#a', 'pL4$wR7%b', 'zT6&nV3*c', 'hJ8@cF5!d', 'gB2#yM9$e'];
  const text = passwords.map((password) => `login({ password: '${password}' });\n`).join('');
  const tests = securityText(await reportOf({ 'test/a.test.ts': text }, 'worktree'), page);
  expect(tests).toContain('  4 more of this kind\n');
  expect(count(tests, 'it stands in a test.')).toBe(1);
  const deployed = securityText(await reportOf({ 'src/a.ts': text }, 'worktree'), page);
  expect(count(deployed, '✗ error  a password')).toBe(5);
});
