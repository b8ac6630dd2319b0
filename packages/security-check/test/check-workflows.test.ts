import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { shortId } from '@cdev/security-issue';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { recordKnown } from '../src/record-known.ts';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';
import { checkOptions } from './check-options.ts';

const base: SecurityCheckOptions = {
  ...checkOptions,
  only: ['workflows'],
  failOn: 'warning',
};
const bad =
  'on: issues\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo ${{ github.event.issue.title }}\n';
const good = bad.replace('issue.title', 'issue.number');
const check = async (
  cwd: string,
  options: Partial<SecurityCheckOptions> = {},
): Promise<{ result: SecurityReport; status: string }> => securityCheck({ ...base, ...options }, testContext({ cwd }));

test('what workflows have is told, and fails; only what was asked for ran', async () => {
  await using folder = await tempFolder({ '.github/workflows/a.yml': bad });
  const { result, status } = await check(folder.path);
  expect(status).toBe('findings');
  expect(result.issues).toMatchObject([{ ruleId: 'template-injection', level: 'error' }]);
  expect(result.checks.map(({ check, status }) => `${check} ${status}`)).toEqual([
    'secrets not-run',
    'vulnerabilities not-run',
    'workflows checked',
    'code not-run',
    'hygiene not-run',
  ]);
  expect((await check(folder.path, { failOn: 'never' })).status).toBe('ok');
});

test('what other services than GitHub run', async () => {
  await using folder = await tempFolder({ '.gitlab-ci.yml': 'a:\n  script:\n    - curl https://a.example/a | sh\n' });
  const { result } = await check(folder.path);
  expect(result.issues).toMatchObject([
    {
      check: 'workflows',
      ruleId: 'shell-download-run',
      level: 'warning',
      places: [{ path: '.gitlab-ci.yml', line: 3 }],
    },
  ]);
  expect(result.checks[2]).toMatchObject({ check: 'workflows', status: 'checked' });
});

test('only what changed: since a revision, and staged when it is asked for', async () => {
  await using repo = await tempRepo({ '.github/workflows/old.yml': bad, '.github/workflows/new.yml': good });
  await repo.write({ '.github/workflows/new.yml': bad });
  const pathsOf = async (options: Partial<SecurityCheckOptions>): Promise<string[]> =>
    (await check(repo.path, options)).result.issues.map(({ places: [{ path }] }) => path);
  expect(await pathsOf({})).toEqual(['.github/workflows/new.yml', '.github/workflows/old.yml']);
  expect(await pathsOf({ since: 'HEAD' })).toEqual(['.github/workflows/new.yml']);
  expect(await pathsOf({ staged: true })).toEqual([]);
  await repo.git('add', '.');
  expect(await pathsOf({ staged: true })).toEqual(['.github/workflows/new.yml']);
  expect(await pathsOf({ staged: true, only: [] })).toEqual([]);
});

test('of a workflow that changed only what is new, also where it was renamed', async () => {
  const old = '.github/workflows/old.yml';
  const script = '      - run: chmod 777 a\n';
  await using repo = await tempRepo({ [old]: bad + script });
  await repo.git('mv', old, '.github/workflows/new ü.yml');
  const found = async (options: Partial<SecurityCheckOptions>): Promise<string[]> =>
    (await check(repo.path, options)).result.issues.map(
      ({ ruleId, places: [{ path, line }] }) => `${ruleId} ${path} ${line}`,
    );
  expect(await found({})).toHaveLength(2);
  for (const options of [{ since: 'HEAD' }, { staged: true }]) expect(await found(options)).toEqual([]);
  const next = '      - run: echo ${{ github.event.issue.body }}\n';
  await repo.write({ '.github/workflows/new ü.yml': `# moved\n${bad}${script}${next}` });
  await repo.git('add', '.');
  for (const options of [{ since: 'HEAD' }, { staged: true }])
    expect(await found(options)).toEqual(['template-injection .github/workflows/new ü.yml 10']);
});

test('the scripts in them are looked at in the shell that reads them, and told in the file; whether shellcheck was there is told', async () => {
  const workflow =
    'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          true\n          chmod 777 a\n      - { run: chmod 777 b, shell: pwsh }\n';
  await using folder = await tempFolder({ '.github/workflows/a.yml': workflow });
  const { result } = await check(folder.path);
  expect(result.issues).toMatchObject([
    {
      check: 'workflows',
      ruleId: 'shell-open-mode',
      places: [{ path: '.github/workflows/a.yml', line: 9, column: 11 }],
    },
  ]);
  const isThere = spawnSync('shellcheck', ['--version']).status === 0;
  expect(result.checks.find(({ check }) => check === 'workflows')?.detail).toBe(
    `1 file, shellcheck ${isThere ? 'asked' : 'not run'}`,
  );
});

test('a workflow that cannot be read is partly, not clean', async () => {
  await using folder = await tempFolder({ '.github/workflows/a.yml': 'on: [' });
  const { result } = await check(folder.path);
  expect(result.checks.find(({ check }) => check === 'workflows')).toMatchObject({
    status: 'partly',
    gaps: [expect.stringContaining('.github/workflows/a.yml cannot be read')],
  });
});

test('an issue becomes known by its id; its entry is unused when it is mended, and only when the check ran', async () => {
  await using repo = await tempRepo({ '.github/workflows/a.yml': bad });
  const { result } = await check(repo.path);
  const context = testContext({ cwd: repo.path });
  const options = {
    all: false,
    reason: 'a test',
    owner: 'ada',
    expires: undefined,
    baseline: undefined,
    prune: false,
    isDryRun: false,
  };
  await recordKnown({ ...options, ids: [shortId(result.issues[0]?.fingerprint ?? '')] }, context);
  const known = await check(repo.path);
  expect(known.status).toBe('ok');
  expect(known.result.knownIssues).toMatchObject([{ by: 'baseline', reason: 'a test', owner: 'ada' }]);
  await repo.git('mv', '.github/workflows/a.yml', '.github/workflows/b.yml');
  expect((await check(repo.path)).result.issues).toEqual([]);
  await repo.write({ '.github/workflows/b.yml': good });
  expect((await check(repo.path)).result.baseline.unused).toMatchObject([{ rule: 'template-injection' }]);
  expect((await check(repo.path, { only: ['worktree'] })).result.baseline.unused).toEqual([]);
  await recordKnown({ ...options, ids: [], reason: undefined, prune: true }, context);
  expect((await check(repo.path)).result.baseline.unused).toEqual([]);
});
