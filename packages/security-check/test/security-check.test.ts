import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fillExample } from '@cdev/secret-rules';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { recordKnown } from '../src/record-known.ts';
import { securityCheck, type SecurityCheckOptions, type SecurityReport } from '../src/security-check.ts';

const token = (seed: number): string => fillExample('npm_{a62:36}', seed);
const line = (seed: number, after = ''): string => `export const token = '${token(seed)}';${after}\n`;
const base: SecurityCheckOptions = {
  only: [],
  staged: false,
  since: undefined,
  unreachable: false,
  refresh: false,
  offline: true,
  vex: [],
  baseline: undefined,
  rules: undefined,
  failOn: 'warning',
};
const now = new Date('2026-11-20T12:00:00Z');

async function check(
  cwd: string,
  options: Partial<SecurityCheckOptions> = {},
): Promise<{ result: SecurityReport; status: string }> {
  return securityCheck({ ...base, ...options }, testContext({ cwd, clock: () => now }));
}
const seen = ({ secrets }: SecurityReport): string[][] =>
  secrets.map(({ places }) => places.map(({ surface, path }) => `${surface} ${path}`));

describe('securityCheck', () => {
  test('one secret in package, index, work tree and history is one finding; what reaches furthest comes first', async () => {
    await using repo = await tempRepo({
      'package.json': JSON.stringify({ name: 'leaky', version: '1.0.0', files: ['dist'] }),
      'package-lock.json': '{}',
      'dist/a.js': line(1),
      'old.ts': line(2),
    });
    await repo.commit('Out', { 'old.ts': '' });
    await repo.write({ 'new.ts': line(3) });
    await repo.git('add', '.');
    const { result, status } = await check(repo.path);
    expect(seen(result)).toEqual([
      ['tarball dist/a.js', 'worktree dist/a.js', 'history dist/a.js'],
      ['index new.ts', 'worktree new.ts'],
      ['history old.ts'],
    ]);
    expect(status).toBe('findings');
    expect(JSON.stringify(result)).not.toContain(token(1).slice(8));
    expect(result.surfaces.map(({ surface, status }) => `${surface} ${status}`)).toEqual([
      'tarball checked',
      'index checked',
      'worktree checked',
      'history checked',
    ]);
    expect(result.checks.map(({ check }) => check)).toEqual([
      'secrets',
      'vulnerabilities',
      'workflows',
      'code',
      'hygiene',
    ]);
  });

  test('a .env that git ignores and that the package has is found in the package, and told', async () => {
    await using repo = await tempRepo({
      'package.json': JSON.stringify({ name: 'leaky', version: '1.0.0', files: ['dist', '.env'] }),
      'package-lock.json': '{}',
      '.gitignore': '.env\n',
    });
    await repo.write({ '.env': `NPM_TOKEN=${token(1)}\n` });
    const { result } = await check(repo.path);
    expect(seen(result)).toEqual([['tarball .env']]);
    expect(result.ignoredFiles).toEqual(['.env']);
  });

  test('outside a repository: the files; the rest is not run, and says why', async () => {
    await using folder = await tempFolder({ 'a.ts': line(1) });
    const { result } = await check(folder.path);
    expect(seen(result)).toEqual([['worktree a.ts']]);
    expect(result.surfaces.map(({ surface, status }) => `${surface} ${status}`)).toEqual([
      'tarball not-run',
      'index not-run',
      'worktree checked',
      'history not-run',
    ]);
    await expect(check(folder.path, { staged: true })).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_NOT_A_REPOSITORY',
    });
    await expect(check(join(folder.path, 'a.ts'))).rejects.toMatchObject({ code: 'CDEV_E_GIT_FOLDER_MISSING' });
  });

  test('a bare repository has a history', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) }, { bare: true });
    const { result } = await check(repo.path, { only: ['history', 'worktree', 'index'] });
    expect(seen(result)).toEqual([['history a.ts']]);
    expect(result.surfaces.filter(({ status }) => status === 'not-run').map(({ surface }) => surface)).toEqual([
      'tarball',
      'index',
      'worktree',
    ]);
  });

  test('a linked worktree, a detached HEAD and a dirty tree', async () => {
    await using repo = await tempRepo({ 'a.ts': '' }, { branches: { side: { 'b.ts': line(1) } }, worktrees: ['side'] });
    const tree = repo.worktrees['side'];
    if (!tree) throw new Error('no worktree');
    await tree.git('checkout', '-q', '--detach');
    await tree.write({ 'c.ts': line(2) });
    expect(seen((await check(tree.path, { only: ['worktree', 'history'] })).result)).toEqual([
      ['worktree b.ts', 'history b.ts'],
      ['worktree c.ts'],
    ]);
  });

  test('only what came after a revision', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    await repo.branch('topic', { 'b.ts': line(2) });
    await repo.git('checkout', '-q', 'topic');
    await repo.write({ 'c.ts': line(3) });
    expect(seen((await check(repo.path, { since: 'main', only: ['worktree', 'history'] })).result)).toEqual([
      ['worktree b.ts', 'history b.ts'],
      ['worktree c.ts'],
    ]);
    await expect(check(repo.path, { since: 'nowhere' })).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });

  test('staged alone, and what contradicts it', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1) });
    await repo.write({ 'b.ts': line(2) });
    await repo.git('add', 'b.ts');
    expect(seen((await check(repo.path, { staged: true })).result)).toEqual([['index b.ts']]);
    await expect(check(repo.path, { staged: true, only: ['history'] })).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_OPTIONS_CONTRADICT',
    });
  });

  test.each([
    ['error', 'findings', 'ok', 'ok'],
    ['warning', 'findings', 'findings', 'ok'],
    ['note', 'findings', 'findings', 'findings'],
    ['never', 'ok', 'ok', 'ok'],
  ] as const)('fails on %s', async (failOn, onError, onWarning, onNote) => {
    const random = fillExample('{a62:24}');
    const statusOf = async (files: Record<string, string>): Promise<string> => {
      await using folder = await tempFolder(files);
      return (await check(folder.path, { failOn })).status;
    };
    expect(await statusOf({ 'a.env': `STRIPE=${fillExample('sk_live_{a62:24}')}` })).toBe(onError);
    expect(await statusOf({ 'test/a.env': `API_KEY=${random}1a` })).toBe(onWarning);
    expect(await statusOf({ 'docs/a.md': `API_KEY=example${random}1a` })).toBe(onNote);
  });
});

describe('known secrets', () => {
  test('the baseline hides the secret wherever it goes, and no other; what expired or is not found any more is told', async () => {
    await using repo = await tempRepo({ 'a.ts': line(1), 'b.ts': line(2) });
    const context = testContext({ cwd: repo.path, clock: () => now });
    const options = {
      ids: [],
      all: true,
      reason: 'revoked: "in May"',
      owner: 'ada',
      expires: 864e5,
      baseline: undefined,
      prune: false,
      isDryRun: false,
    };
    const dry = await recordKnown({ ...options, isDryRun: true }, context);
    expect(dry.result.added.length).toBe(2);
    expect((await check(repo.path)).result.secrets.length).toBe(2);
    await recordKnown(options, context);
    expect((await check(repo.path)).result).toMatchObject({
      secrets: [],
      known: [{ by: 'baseline', reason: 'revoked: "in May"', owner: 'ada', expires: '2026-11-21' }, {}],
    });

    await repo.git('mv', 'a.ts', 'moved.ts');
    await repo.write({ 'b.ts': line(3) });
    await repo.git('commit', '-q', '-a', '-m', 'Move');
    expect(seen((await check(repo.path)).result)).toEqual([['worktree b.ts', 'history b.ts']]);

    const later = await securityCheck(
      base,
      testContext({ cwd: repo.path, clock: () => new Date('2026-12-24T00:00:00Z') }),
    );
    expect(later.result.secrets.length).toBe(3);
    expect(later.result.secrets.flatMap(({ reasons }) => reasons)).toContain(
      'its entry in the baseline expired on 2026-11-21',
    );
  });

  test('an entry that nothing was found for is told and can be taken out', async () => {
    await using folder = await tempFolder({ 'a.ts': line(1) });
    const context = testContext({ cwd: folder.path });
    const options = {
      ids: [],
      all: true,
      reason: 'known',
      owner: undefined,
      expires: undefined,
      baseline: undefined,
      prune: false,
      isDryRun: false,
    };
    await using repo = await tempRepo({
      'package.json': '{"name":"a","version":"1.0.0","files":["a.ts"]}',
      'package-lock.json': '{}',
      'a.ts': '',
    });
    await repo.write({ 'a.ts': line(1) });
    const inside = testContext({ cwd: repo.path });
    await recordKnown(options, inside);
    await repo.write({ 'a.ts': '' });
    expect((await check(repo.path)).result.baseline.unused.length).toBe(1);
    await recordKnown({ ...options, all: false, reason: undefined, prune: true }, inside);
    expect(await readFile(join(repo.path, 'security-baseline.yaml'), 'utf8')).toContain('secrets: []');
    await expect(recordKnown({ ...options, all: false, ids: ['abcdef'] }, context)).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_FINDING_UNKNOWN',
    });
    await expect(recordKnown({ ...options, all: false }, context)).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_NOTHING_NAMED',
    });
    await expect(recordKnown({ ...options, reason: ' ' }, context)).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_REASON_MISSING',
    });
  });

  test('a comment with a reason hides the secret; without one it does not; another secret on the line is found', async () => {
    await using folder = await tempFolder({
      'a.ts': line(1, ' // cdev-ignore-secret: revoked'),
      'b.ts': `// cdev-ignore-secret\n${line(2)}`,
      'c.ts': line(1),
    });
    const { result } = await check(folder.path);
    expect(result.known).toMatchObject([{ by: 'comment', reason: 'revoked' }]);
    expect(seen(result)).toEqual([['worktree b.ts']]);
    expect(result.secrets[0]?.reasons[0]).toBe('the comment that ignores it gives no reason');
    await writeFile(join(folder.path, 'a.ts'), line(4, ' // cdev-ignore-secret: revoked'));
    expect(seen((await check(folder.path)).result)).toEqual([['worktree b.ts'], ['worktree c.ts']]);
  });

  test.each([
    ['not: [closed', 'security-baseline.yaml:'],
    ['schemaVersion: 2\nsecrets: []', 'schemaVersion'],
    ['schemaVersion: 1\nsecrets:\n  - id: abc\n    rule: x\n    reason: y', 'id'],
    [
      `schemaVersion: 1\nsecrets:\n  - id: "${'a'.repeat(32)}"\n    rule: x\n    reason: ""\n    expires: soon`,
      'expires',
    ],
    ['- 1', 'mapping'],
    // What is mistyped would hold for ever.
    [
      `schemaVersion: 1\nsecrets:\n  - id: "${'a'.repeat(32)}"\n    rule: x\n    reason: y\n    expire: "2020-01-31"`,
      'security-baseline.yaml:6:13 (secrets[0].expire): expected one of the fields id, rule, reason, owner, expires',
    ],
  ])('a baseline with %j is refused with its line', async (text, part) => {
    await using folder = await tempFolder({ 'security-baseline.yaml': text });
    await expect(check(folder.path)).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_BASELINE_MALFORMED',
      message: expect.stringContaining(part) as unknown,
    });
  });

  test('a baseline that was named and is not there', async () => {
    await using folder = await tempFolder({});
    await expect(check(folder.path, { baseline: 'none.yaml' })).rejects.toMatchObject({
      code: 'CDEV_E_SECURITY_CHECK_BASELINE_MISSING',
    });
  });
});

test('broken locks, workflows and manifests in paths with spaces are told as gaps, and the rest is looked at', async () => {
  await using repo = await tempRepo({
    'dir ö/a b.ts': "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n",
    '.github/workflows/a b.yml': 'on: [push\njobs: {',
    'package-lock.json': '{"lockfileVersion":3,',
    'pnpm-lock.yaml': 'x: [',
    'Cargo.lock': '[[package',
    'package.json': '{ broken',
  });
  const { result } = await check(repo.path, {
    only: ['vulnerabilities', 'workflows', 'code', 'hygiene'],
    offline: true,
  });
  const gaps = result.checks.flatMap((each) => each.gaps).join('\n');
  for (const file of ['package-lock.json', 'pnpm-lock.yaml', 'Cargo.lock', 'a b.yml', 'package.json'])
    expect(gaps).toContain(file);
  expect(result.checks.filter(({ status }) => status === 'checked').map(({ check: kind }) => kind)).toEqual(['code']);
  expect(result.issues.map(({ places: [{ path }] }) => path)).toContain('dir ö/a b.ts');
});
