import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Context } from '@cdev/core/cli';
import { fakeLinear, tempFolder, tempRepo, testContext, type FakeLinear, type TempFolder } from '@cdev/test-kit';
import { cacheLinearIssue, showIssue, type CacheOptions } from '../src/index.ts';
import { cacheOptions } from './cache-options.ts';

let linear: FakeLinear;
let folder: TempFolder;
let now: Date;
let notes: string[];
beforeEach(async () => {
  linear = await fakeLinear({ identifier: 'ENG-1', title: 'Log in' }, { identifier: 'ENG-2', title: 'Log out' });
  folder = await tempFolder();
  now = new Date('2026-01-01T00:00:00Z');
  notes = [];
});
afterEach(async () => {
  await linear.close();
  await folder.remove();
});

function context(changes: Partial<Context> = {}): Context {
  const { stdin: _stdin, prompt: _prompt, ...rest } = changes;
  return testContext({
    cwd: folder.path,
    home: join(folder.path, 'home'),
    clock: () => now,
    progress: {
      begin: () => ({ update: () => {}, done: () => {}, failed: () => {} }),
      note: (text) => void notes.push(text),
      close: () => {},
    },
    ...rest,
    env: { ...linear.env, ...rest.env },
  });
}

async function cache(changes: Partial<CacheOptions>, given: Partial<Context> = {}) {
  return cacheLinearIssue(cacheOptions(changes), context(given));
}

async function statuses(changes: Partial<CacheOptions>): Promise<string[]> {
  const { result } = await cache(changes);
  return result.issues.map(({ id, status }) => `${id} ${status}`);
}

const cacheFile = (id: string): string => join(folder.path, 'home', 'issues', `${id}.json`);
const later = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds));
const hour = 3_600_000;

describe('caching issues', () => {
  test('fetches each once, in their order, and writes them', async () => {
    const { result, status } = await cache({ references: ['ENG-2', 'eng-1', 'ENG-2'] });
    expect(status).toBe('ok');
    expect(result).toMatchObject({
      folder: join(folder.path, 'home', 'issues'),
      unchanged: 0,
      failures: [],
      issues: [
        { reference: 'ENG-2', status: 'fetched', id: 'ENG-2', title: 'Log out', file: cacheFile('ENG-2') },
        { reference: 'ENG-1', status: 'fetched', id: 'ENG-1', title: 'Log in', file: cacheFile('ENG-1') },
      ],
    });
    expect(JSON.parse(await readFile(cacheFile('ENG-1'), 'utf8'))).toMatchObject({
      source: 'linear',
      fetchedAt: '2026-01-01T00:00:00.000Z',
      workspace: 'example',
      raw: { identifier: 'ENG-1' },
    });
  });

  test("puts them in the repository's own cache, the same for all its worktrees", async () => {
    await using repo = await tempRepo({ a: '' }, { worktrees: ['side'] });
    await cache({ references: ['ENG-1'] }, { cwd: repo.worktrees['side']?.path ?? '' });
    expect(await readdir(join(repo.path, '.git', 'cdev', 'issues'))).toEqual(['ENG-1.json']);
    const { result } = await showIssue({ reference: 'eng-1', maxAge: hour }, context({ cwd: repo.path }));
    expect(result.issue.title).toBe('Log in');
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('leaves alone what is fresh, asks again when it is not, and tells what came of it', async () => {
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 fetched']);
    later(hour - 1);
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 fresh']);
    expect(linear.requests).toHaveLength(1);
    later(1);
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 unchanged']);
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 fresh']);
    linear.put({ identifier: 'ENG-1', title: 'Log in with a passkey' });
    expect(await statuses({ references: ['ENG-1'], refresh: true })).toEqual(['ENG-1 fetched']);
    expect(await statuses({ references: ['ENG-1'], maxAge: 0 })).toEqual(['ENG-1 unchanged']);
  });

  test('a clock that was set back makes no copy younger than new', async () => {
    await cache({ references: ['ENG-1'] });
    later(-48 * hour);
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 fresh']);
  });

  test('some of several can be had: the rest is told of, with the steps to take', async () => {
    const { result, status } = await cache({ references: ['ENG-1', 'ENG-404'] });
    expect(status).toBe('findings');
    expect(result.issues.map(({ id }) => id)).toEqual(['ENG-1']);
    expect(result.failures).toEqual([
      {
        reference: 'ENG-404',
        code: 'CDEV_E_CACHE_ISSUE_NOT_FOUND',
        message: 'Linear knows no issue ENG-404, or does not show it to this key',
        steps: expect.arrayContaining(['Check the id ENG-404']),
      },
    ]);
  });

  test('none of several can be had: that is an error', async () => {
    await expect(cache({ references: ['ENG-404', 'ENG-405'] })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_NOT_FOUND',
      details: { id: 'ENG-404' },
    });
  });

  test('what keeps a service from answering is found out once, not once an issue', async () => {
    linear.script({ status: 401, body: {} });
    await expect(cache({ references: ['ENG-1', 'ENG-2', 'ENG-3'], concurrency: 1 })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_KEY_REFUSED',
    });
    expect(linear.requests).toHaveLength(1);
  });

  test('a missing key is an error of its own', async () => {
    await expect(cache({ references: ['ENG-1'] }, { env: { LINEAR_API_KEY: ' ' } })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_KEY_MISSING',
    });
  });

  test.each([
    [{}, 'CDEV_E_CACHE_ISSUE_NOTHING_ASKED'],
    [{ references: ['../../no/such'] }, 'CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN'],
    [{ references: ['ENG-1'], concurrency: 0 }, 'CDEV_E_CACHE_ISSUE_NUMBER_INVALID'],
    [{ references: ['ENG-1'], concurrency: 1.5 }, 'CDEV_E_CACHE_ISSUE_NUMBER_INVALID'],
    [{ references: ['ENG-1'], concurrency: 33 }, 'CDEV_E_CACHE_ISSUE_NUMBER_INVALID'],
    [{ group: { team: 'ENG' }, offline: true }, 'CDEV_E_CACHE_ISSUE_GROUP_UNSUPPORTED'],
    [{ group: { team: 'ENG' }, source: 'github' as const }, 'CDEV_E_CACHE_ISSUE_GROUP_UNSUPPORTED'],
    [{ references: ['#12'] }, 'CDEV_E_CACHE_ISSUE_REPOSITORY_UNKNOWN'],
    [{ references: ['no-such-file.md'] }, 'CDEV_E_ISSUE_UNREADABLE'],
  ])('%j is wrong use and asks nobody', async (changes, code) => {
    await expect(cache(changes)).rejects.toMatchObject({ code });
    expect(linear.requests).toHaveLength(0);
  });

  test('an interruption is not taken for a failure of the service', async () => {
    linear.script({ fault: 'hang' });
    const abort = new AbortController();
    const timer = setInterval(() => linear.requests.length === 1 && abort.abort('SIGINT'), 10);
    await expect(cache({ references: ['ENG-1'] }, { signal: abort.signal })).rejects.not.toHaveProperty('kind');
    clearInterval(timer);
  });
});

describe('a service that cannot be asked', () => {
  beforeEach(async () => {
    await cache({ references: ['ENG-1'] });
    later(75 * hour);
  });

  test.each([
    ['is down', { status: 503 }, 'CDEV_E_CACHE_ISSUE_SERVICE_FAILED'],
    ['limits', { status: 429 }, 'CDEV_E_CACHE_ISSUE_RATE_LIMITED'],
    ['breaks off', { fault: 'cut', body: 'x'.repeat(1000) } as const, 'CDEV_E_CACHE_ISSUE_NO_NETWORK'],
    ['hangs', { fault: 'hang' } as const, 'CDEV_E_CACHE_ISSUE_TIMED_OUT'],
  ])('because it %s: the old copy is used, with a warning that says how old it is', async (_, answer, code) => {
    linear.script(answer);
    const { result, status } = await cache({
      references: ['ENG-1'],
      timeLimit: 'fault' in answer && answer.fault === 'hang' ? 200 : 20_000,
    });
    expect(status).toBe('ok');
    expect(result.issues).toMatchObject([{ id: 'ENG-1', status: 'stale', stale: { age: 75 * hour, code } }]);
    expect(notes.at(-1)).toMatch(/^! ENG-1 may be out of date: the copy is 3 d 3 h old \(Linear /);
  });

  test('because there is no key: the same', async () => {
    const { result } = await cache({ references: ['ENG-1'] }, { env: { LINEAR_API_KEY: undefined } });
    expect(result.issues).toMatchObject([{ status: 'stale', stale: { code: 'CDEV_E_CACHE_ISSUE_KEY_MISSING' } }]);
  });

  test('is an error when the newest state was asked for', async () => {
    linear.script({ status: 503 });
    await expect(cache({ references: ['ENG-1'], refresh: true })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_SERVICE_FAILED',
    });
  });

  test.each([
    [{ status: 401, body: {} }, 'CDEV_E_CACHE_ISSUE_KEY_REFUSED'],
    [{ status: 403, body: {} }, 'CDEV_E_CACHE_ISSUE_FORBIDDEN'],
    [{ status: 200, body: '<html>' }, 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED'],
    [{ status: 200, body: { data: { issue: { identifier: 'ENG-1' } } } }, 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED'],
    [{ status: 200, body: { data: { issue: null } } }, 'CDEV_E_CACHE_ISSUE_NOT_FOUND'],
  ])('is not made up for by an old copy when the answer says something else: %j', async (answer, code) => {
    const before = await readFile(cacheFile('ENG-1'), 'utf8');
    linear.script(answer);
    await expect(cache({ references: ['ENG-1'] })).rejects.toMatchObject({ code });
    expect(await readFile(cacheFile('ENG-1'), 'utf8')).toBe(before);
  });
});

describe('a cached copy that is damaged', () => {
  beforeEach(async () => {
    await cache({ references: ['ENG-1'] });
    await writeFile(cacheFile('ENG-1'), '{"schemaVersion": 1,\n"title"');
  });

  test('is fetched again', async () => {
    expect(await statuses({ references: ['ENG-1'] })).toEqual(['ENG-1 fetched']);
  });

  test('is an error offline, naming file and line', async () => {
    await expect(cache({ references: ['ENG-1'], offline: true })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_COPY_UNREADABLE',
      message: expect.stringMatching(/ENG-1\.json.*:2: this is no JSON/),
      details: { file: cacheFile('ENG-1') },
    });
  });
});

describe('offline', () => {
  test('uses copies of any age, says which are old, and never asks', async () => {
    await cache({ references: ['ENG-1'] });
    const before = linear.requests.length;
    expect(await statuses({ references: ['ENG-1'], offline: true })).toEqual(['ENG-1 fresh']);
    later(2 * hour);
    const { result } = await cache({ references: ['ENG-1'], offline: true });
    expect(result.issues).toMatchObject([{ status: 'stale', stale: { age: 2 * hour } }]);
    expect(result.issues[0]?.stale).not.toHaveProperty('code');
    expect(notes).toEqual([
      '! ENG-1 may be out of date: the copy is 2 h 00 min old (it was not fetched, because of --offline)',
    ]);
    expect(linear.requests).toHaveLength(before);
  });

  test('has an error of its own for what is not cached', async () => {
    await expect(cache({ references: ['ENG-1'], offline: true })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_NOT_CACHED',
      kind: 'failure',
    });
    expect(linear.requests).toHaveLength(0);
  });

  test("takes the ancestors' cache, of which nobody knows the age", async () => {
    await folder.write({ '.linear-cache/ENG-9.json': JSON.stringify({ identifier: 'ENG-9', title: 'Old' }) });
    const { result } = await cache({ references: ['ENG-9'], offline: true });
    expect(result.issues).toMatchObject([{ id: 'ENG-9', title: 'Old', status: 'stale' }]);
    expect(notes[0]).toContain('the copy is of unknown age');
  });
});

describe('files and stdin', () => {
  test('are cached like all others, offline too', async () => {
    await folder.write({ 'my issue.md': '# Log in\n\nText', 'plan.yaml': 'id: ENG-7\ntitle: By hand' });
    const given = context();
    const options = cacheOptions({ references: ['my issue.md', 'plan.yaml', '-'], offline: true });
    const { result } = await cacheLinearIssue(options, { ...given, stdin: async () => 'Fix the door\n' });
    expect(result.issues.map(({ reference, id, source }) => [reference, id, source])).toEqual([
      ['my issue.md', 'my-issue', 'file'],
      ['plan.yaml', 'ENG-7', 'file'],
      ['-', 'fix-the-door', 'stdin'],
    ]);
  });

  test('an empty stdin is an error that names it', async () => {
    await expect(cache({ references: ['-'] })).rejects.toMatchObject({ code: 'CDEV_E_ISSUE_MALFORMED' });
  });

  test("a file's copy is not taken for Linear's", async () => {
    await folder.write({ 'ENG-1.md': '# From a file' });
    expect(await statuses({ references: ['ENG-1.md'] })).toEqual(['ENG-1 fetched']);
    await cache({ references: ['ENG-1'] });
    expect(JSON.parse(await readFile(cacheFile('ENG-1'), 'utf8'))).toMatchObject({ source: 'linear', title: 'Log in' });
  });
});
