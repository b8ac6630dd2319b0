import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { silentLog } from '@cdev/core/log';
import { openRepository, resolveTree } from '@cdev/git';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { closeBench, openBench } from '@cdev/workspace';
import { checkCommit, giveCheckResults, takeCheckResults, type Check, type SharedChecks } from '../src/index.ts';
import { daysKept } from '../src/share-checks.ts';
import { readEntry, writeEntry } from '../src/shared-entry.ts';

const check: Check = { name: 'test', command: 'echo ran >> "$RAN"; echo sec""ret' };

interface Machine {
  readonly shared: SharedChecks;
  readonly problems: string[];
  readonly store: string;
  readonly tree: string;
  /** Checks HEAD; `ran` is how often a command was run on this machine so far. */
  readonly checks: (checks?: readonly Check[]) => ReturnType<typeof checkCommit>;
}

describe('results of checks', () => {
  test('of a tree that has passed on one machine are known on another, and what was printed stays where it was', async () => {
    await using it = await fleet();
    const [one, other] = [await it.machine('one'), await it.machine('other')];
    expect((await one.checks()).map(({ status, cached }) => [status, cached])).toEqual([['passed', false]]);
    const [known] = await other.checks();
    expect(known).toMatchObject({ name: 'test', status: 'passed', reason: 'exit code 0', cached: true, tail: '' });
    expect(await it.ran()).toBe(1);
    expect(await it.shown(one.tree)).not.toContain('secret');
    // What is known here is asked for nowhere.
    await rm(it.origin, { recursive: true });
    expect(await other.checks()).toMatchObject([{ cached: true }]);
    expect([...one.problems, ...other.problems]).toEqual([]);
  });

  test('that did not pass are not given, and a remote that refuses or is away is told and fails nothing', async () => {
    await using it = await fleet();
    const one = await it.machine('one');
    expect(await one.checks([{ name: 'test', command: 'false' }])).toMatchObject([{ status: 'failed' }]);
    expect(await it.refs()).toBe('');
    // Also where a remote takes branches forward only: that is of branches alone.
    await it.repo.git('-C', it.origin, 'config', 'receive.denyNonFastForwards', 'true');
    for (const command of ['true', 'true 2']) await one.checks([{ name: 'test', command }]);
    expect(one.problems).toEqual([]);
    await mkdir(join(it.origin, 'hooks'), { recursive: true });
    await writeFile(join(it.origin, 'hooks', 'update'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    expect(await one.checks([{ name: 'test', command: 'true 3' }])).toMatchObject([{ status: 'passed' }]);
    expect(one.problems.splice(0)).toEqual([
      expect.stringMatching(/^Results of checks could not be given to other machines: error: /),
    ]);
    await rm(it.origin, { recursive: true });
    expect(await one.checks()).toMatchObject([{ status: 'passed', cached: false }]);
    expect(one.problems).toEqual([
      expect.stringMatching(/^Results of checks on other machines could not be fetched: /),
      expect.stringMatching(/^Results of checks could not be given to other machines: /),
    ]);
  });

  test('of another environment under the key of this one count for nothing, are told, and are made good', async () => {
    await using it = await fleet();
    const [one, other, third] = [await it.machine('one'), await it.machine('other'), await it.machine('third')];
    await one.checks();
    await it.replace(one.tree, { content: (await it.shown(one.tree)).replace(process.version, 'v1.0.0') });
    expect(await other.checks()).toMatchObject([{ status: 'passed', cached: false }]);
    expect(other.problems).toEqual([
      expect.stringMatching(/^A shared result of test is damaged and is left out: refs/),
    ]);
    expect(await third.checks()).toMatchObject([{ cached: true }]);
    expect(third.problems).toEqual([]);
  });

  const cache = { folder: '/nowhere', tree: 'a'.repeat(40) };
  const passed = {
    ...check,
    status: 'passed',
    reason: '2 tests',
    tests: 2,
    duration: 5,
    tail: '',
    cached: false,
  } as const;
  test.each([
    ['a tree', { tree: 'b'.repeat(40) }],
    ['a command', { command: 'true' }],
    ['a platform', { platform: 'plan9' }],
    ['a processor', { arch: 'pdp11' }],
    ['a form', { schemaVersion: 2 }],
    ['a run without tests', { tests: 0 }],
    ['a half test', { tests: 0.5 }],
    ['no reason', { reason: undefined }],
    ['a time before it began', { duration: -1 }],
  ])('that speak of %s other than they should are none', (_, change) => {
    const text = writeEntry(cache, passed);
    expect(readEntry(text, cache, check)).toMatchObject({ status: 'passed', reason: '2 tests', tests: 2 });
    expect(readEntry(JSON.stringify({ ...JSON.parse(text), ...change }), cache, check)).toBeUndefined();
  });

  test.each(['', 'null', '[]', '"passed"', writeEntry(cache, passed).slice(0, 60)])('that are %j are none', (text) => {
    expect(readEntry(text, cache, check)).toBeUndefined();
  });

  test('of many who give at once are all there', async () => {
    await using it = await fleet();
    const machines = await Promise.all(['a', 'b', 'c', 'd'].map((name) => it.machine(name)));
    const commands = machines.map((_, at) => ({ name: 'test', command: `true ${at}` }));
    await Promise.all(machines.map((machine, at) => machine.checks(commands.slice(at, at + 1))));
    const fifth = await it.machine('fifth');
    expect((await fifth.checks(commands)).map(({ cached }) => cached)).toEqual([true, true, true, true]);
    expect([...machines, fifth].flatMap(({ problems }) => problems)).toEqual([]);
  });

  test('are forgotten by age when somebody writes, and no history keeps them', async () => {
    await using it = await fleet();
    const [one, other] = [await it.machine('one'), await it.machine('other')];
    await one.checks();
    const old = new Date(Date.now() - (daysKept + 1) * 24 * 60 * 60_000).toISOString().slice(0, 10);
    await it.replace(one.tree, { folder: old });
    const cache = { folder: one.store, tree: one.tree };
    // The one that is old is still one, until somebody writes.
    expect(await takeCheckResults(other.shared, [{ cache: { ...cache, folder: other.store }, checks: [check] }])).toBe(
      1,
    );
    await other.checks([{ name: 'more', command: 'true' }]);
    const ref = `refs/cdev/checks/${one.tree[0]}`;
    const paths = await it.repo.git('-C', it.origin, 'ls-tree', '-r', '--name-only', ref);
    expect(paths.split('\n')).toEqual([expect.not.stringContaining(old)]);
    expect(await it.repo.git('-C', it.origin, 'rev-list', '--count', ref)).toBe('1');
    expect(await giveCheckResults(one.shared, [{ cache, checks: [check] }])).toBe(1);
    expect(await giveCheckResults(one.shared, [{ cache, checks: [check] }])).toBe(0);
  });
});

/** A remote, and machines that have nothing in common but that. */
async function fleet() {
  const repo = await tempRepo({ 'a.txt': 'as committed\n' });
  const folder = join(repo.path, '..');
  const origin = join(folder, 'origin.git');
  await repo.git('clone', '--quiet', '--bare', '.', origin);
  const atOrigin = (...args: string[]) => repo.git('-C', origin, ...args);
  const ran = join(folder, 'ran');
  const entry = async (tree: string) => (await atOrigin('ls-tree', '-r', `refs/cdev/checks/${tree[0]}`)).split(/[ \t]/);
  return {
    repo,
    origin,
    machine: (name: string) => machine(repo, { name, folder, origin, ran }),
    ran: async () => (await readFile(ran, 'utf8')).trim().split('\n').length,
    refs: () => atOrigin('for-each-ref', 'refs/cdev/'),
    shown: async (tree: string) => atOrigin('cat-file', 'blob', (await entry(tree))[2] as string),
    /** Puts something else in the place of the only entry. */
    replace: async (tree: string, change: { content?: string; folder?: string }) => {
      const [, , oid = '', path = ''] = await entry(tree);
      const [day, key] = path.split('/');
      await repo.write({ '../entry': change.content ?? '' });
      const blob = change.content === undefined ? oid : await atOrigin('hash-object', '-w', join(folder, 'entry'));
      const index = join(folder, 'index');
      const env = ['-c', `alias.i=!GIT_INDEX_FILE='${index}' git`, 'i'];
      await atOrigin(...env, 'update-index', '--add', '--cacheinfo', `100644,${blob},${change.folder ?? day}/${key}`);
      const commit = await atOrigin('commit-tree', '-m', 'spoilt', await atOrigin(...env, 'write-tree'));
      await atOrigin('update-ref', `refs/cdev/checks/${tree[0]}`, commit);
    },
    [Symbol.asyncDispose]: () => repo.remove(),
  };
}

async function machine(
  repo: TempRepo,
  { name, folder, origin, ran }: { name: string; folder: string; origin: string; ran: string },
): Promise<Machine> {
  const clone = join(folder, name);
  await repo.git('clone', '--quiet', origin, clone);
  const repository = await openRepository(clone);
  const commit = await repo.git('-C', clone, 'rev-parse', 'HEAD');
  const tree = await resolveTree(repository, commit);
  const { signal } = new AbortController();
  const problems: string[] = [];
  const shared: SharedChecks = { repository, remote: origin, signal, onProblem: (text) => problems.push(text) };
  const store = join(folder, `${name}-store`);
  const place = {
    repository,
    path: join(folder, `${name}-bench`),
    branch: 'bench',
    snapshotRef: 'refs/cdev/snapshots/b/',
  };
  const options = { repository, commit, tree, store, shared, signal, log: silentLog, env: { RAN: ran } };
  return {
    shared,
    problems,
    store,
    tree,
    checks: async (checks = [check]) => {
      const bench = () => openBench(place, { start: commit, signal });
      const runs = await checkCommit({ ...options, checks, bench, logFolder: join(folder, `${name}-logs`) });
      await closeBench(place);
      return runs;
    },
  };
}
