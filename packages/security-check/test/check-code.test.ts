import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

const base: SecurityCheckOptions = {
  ...checkOptions,
  only: ['code'],
  failOn: 'warning',
};
const bad = "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n";
async function check(cwd: string, options: Partial<SecurityCheckOptions> = {}): Promise<SecurityReport> {
  return (await securityCheck({ ...base, ...options }, testContext({ cwd }))).result;
}
const placesOf = ({ issues }: SecurityReport): string[] =>
  issues.map(({ ruleId, places: [{ path, line }] }) => `${ruleId} ${path}:${line}`);

test('tracked and new files are looked at, ignored ones are not; outside a repository all are', async () => {
  await using repo = await tempRepo({ 'a.ts': bad, '.gitignore': 'out/\n', 'run.sh': 'chmod 777 a\n' });
  await repo.write({ 'ä b.ts': bad, 'out/c.ts': bad });
  expect(placesOf(await check(repo.path))).toEqual([
    'tls-verification-off a.ts:1',
    'tls-verification-off ä b.ts:1',
    'shell-open-mode run.sh:1',
  ]);
  await using folder = await tempFolder({ 'a.ts': bad, 'node_modules/b/b.ts': bad });
  expect(placesOf(await check(folder.path))).toEqual(['tls-verification-off a.ts:1']);
});

test('what changed since is asked once for secrets, workflows and code', async () => {
  await using repo = await tempRepo({ 'a.ts': 'export {};\n' });
  await using folder = await tempFolder({});
  await repo.write({ 'a.ts': bad });
  const trace = join(folder.path, 'trace');
  process.env['GIT_TRACE2_EVENT'] = trace;
  try {
    const { checks } = await check(repo.path, { only: ['secrets', 'workflows', 'code'], since: 'HEAD' });
    expect(checks.filter(({ status }) => status === 'checked').length).toBe(3);
  } finally {
    delete process.env['GIT_TRACE2_EVENT'];
  }
  const started = (await readFile(trace, 'utf8')).split('\n').filter((line) => line.includes('"event":"start"'));
  expect(started.filter((line) => line.includes('"--name-only"')).length).toBe(1);
});

test('since a revision and staged: only what is new, as it is staged', async () => {
  await using repo = await tempRepo({ 'a.ts': bad, 'b.ts': bad });
  await repo.write({ 'a.ts': `\n\n${bad}const o = { rejectUnauthorized: false };\n`, 'c.ts': bad });
  expect(placesOf(await check(repo.path, { since: 'HEAD' }))).toEqual([
    'tls-verification-off a.ts:4',
    'tls-verification-off c.ts:1',
  ]);
  expect(placesOf(await check(repo.path, { staged: true }))).toEqual([]);
  await repo.git('add', 'a.ts');
  await repo.write({ 'a.ts': '' });
  expect(placesOf(await check(repo.path, { staged: true }))).toEqual(['tls-verification-off a.ts:4']);
});

test('what a renamed file had before is not new', async () => {
  await using repo = await tempRepo({ 'a.ts': bad, 'other.ts': 'export {};\n' });
  await repo.git('mv', 'a.ts', 'moved ü.ts');
  for (const options of [{ since: 'HEAD' }, { staged: true }])
    expect(placesOf(await check(repo.path, options))).toEqual([]);
  await repo.write({ 'moved ü.ts': `${bad}const o = { rejectUnauthorized: false };\n` });
  await repo.git('add', '.');
  for (const options of [{ since: 'HEAD' }, { staged: true }])
    expect(placesOf(await check(repo.path, options))).toEqual(['tls-verification-off moved ü.ts:2']);
});

test('a repository without a commit, and a bare one', async () => {
  await using repo = await tempRepo({});
  await repo.git('checkout', '-q', '--orphan', 'new');
  await repo.write({ 'a.ts': bad });
  await repo.git('add', '.');
  expect(placesOf(await check(repo.path, { staged: true }))).toEqual(['tls-verification-off a.ts:1']);
  await using bare = await tempRepo({ 'a.ts': bad }, { bare: true });
  expect((await check(bare.path)).checks.find(({ check }) => check === 'code')).toMatchObject({
    status: 'not-run',
    detail: 'the repository is bare',
  });
});

test('what cannot be parsed makes it partly; scripts in workflows are looked at with the workflows', async () => {
  await using folder = await tempFolder({
    'a.ts': 'rejectUnauthorized = = (',
    '.github/workflows/a.yml':
      'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          true\n          curl https://example.org/x | sh\n      - shell: pwsh\n        run: curl https://example.org/x | sh\n',
  });
  const report = await check(folder.path, { only: ['code', 'workflows'] });
  expect(report.checks.find(({ check }) => check === 'code')).toMatchObject({
    status: 'partly',
    gaps: ['a.ts cannot be parsed'],
  });
  expect(placesOf(report)).toEqual(['shell-download-run .github/workflows/a.yml:9']);
});

test('the report says whether shellcheck was asked, and nothing of it where there is no shell script', async () => {
  await using folder = await tempFolder({ 'a.sh': 'true\n' });
  const detailOf = async (): Promise<string | undefined> =>
    (await check(folder.path)).checks.find(({ check: kind }) => kind === 'code')?.detail;
  expect(await detailOf()).toMatch(/^1 file, shellcheck (asked|not run)$/);
  await using other = await tempFolder({ 'a.ts': 'export {};\n' });
  expect((await check(other.path)).checks.find(({ check: kind }) => kind === 'code')?.detail).toBe('1 file');
});
