import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Context } from '@cdev/core/cli';
import { serialiseIssue, type Issue } from '@cdev/issue';
import { tempFolder, tempRepo, testContext, type TempFolder } from '@cdev/test-kit';
import { applyPrune, listCache, planPrune, pruneCache, showIssue } from '../src/index.ts';

const day = 86_400_000;
const maxAge = 2 * day;
const now = new Date('2026-01-11T00:00:00Z');
const old = new Date('2026-01-10T22:00:00Z');

let folder: TempFolder;
let context: Context;
beforeEach(async () => {
  folder = await tempFolder();
  context = testContext({ cwd: folder.path, home: folder.path, clock: () => now });
});
afterEach(() => folder.remove());

function issue(id: string, fetchedAt: string, changes: Partial<Issue> = {}): Record<string, string> {
  const whole: Issue = {
    schemaVersion: 1,
    source: 'linear',
    id,
    title: `Title of ${id}`,
    description: '',
    state: 'Todo',
    labels: [],
    children: [],
    relations: [],
    comments: [],
    attachments: [],
    fetchedAt,
    raw: { secret: 'not shown' },
    ...changes,
  };
  return { [`issues/${id.replaceAll(/[/#]/g, '+')}.json`]: serialiseIssue(whole) };
}

const names = (): Promise<string[]> => readdir(join(folder.path, 'issues'));

describe('list', () => {
  test('shows what is cached, and what of it is fresh', async () => {
    await folder.write({ ...issue('ENG-10', '2026-01-10T00:00:00Z'), ...issue('ENG-9', '2026-01-01T00:00:00Z') });
    const { result, status } = await listCache({ maxAge }, context);
    expect(status).toBe('ok');
    expect(result).toMatchObject({
      folder: join(folder.path, 'issues'),
      issues: [
        { id: 'ENG-9', title: 'Title of ENG-9', state: 'Todo', age: 10 * day, isFresh: false },
        { id: 'ENG-10', age: day, isFresh: true },
      ],
      unreadable: [],
    });
  });

  test('has findings when a file cannot be used', async () => {
    await folder.write({ ...issue('ENG-1', '2026-01-10T00:00:00Z'), 'issues/ENG-2.json': '{"schemaVersion":9}' });
    const { result, status } = await listCache({ maxAge }, context);
    expect(status).toBe('findings');
    expect(result.issues).toHaveLength(1);
    expect(result.unreadable).toMatchObject([{ message: expect.stringContaining('has schema version 9') }]);
  });

  test('of an empty cache is empty', async () => {
    expect((await listCache({ maxAge }, context)).result).toMatchObject({ issues: [], unreadable: [] });
  });

  test('a copy with a time that is none has no age and is not fresh', async () => {
    await folder.write(issue('ENG-1', 'yesterday'));
    const [listed] = (await listCache({ maxAge }, context)).result.issues;
    expect(listed).toMatchObject({ isFresh: false });
    expect(listed).not.toHaveProperty('age');
  });
});

describe('show', () => {
  test('gives the whole issue without what the source answered', async () => {
    await folder.write(issue('ENG-1', '2026-01-10T00:00:00Z', { description: 'Text' }));
    const { result } = await showIssue({ reference: 'eng-1', maxAge }, context);
    expect(result).toMatchObject({ age: day, isFresh: true, issue: { id: 'ENG-1', description: 'Text' } });
    expect(JSON.stringify(result)).not.toContain('not shown');
  });

  test.each([
    ['owner/repo#12', 'owner/repo#12'],
    ['https://github.com/Owner/Repo/issues/12', 'owner/repo#12'],
    ['https://linear.app/acme/issue/ENG-1/words', 'ENG-1'],
    ['my-note', 'my-note'],
  ])('understands %p', async (reference, id) => {
    await folder.write(issue(id, '2026-01-10T00:00:00Z'));
    expect((await showIssue({ reference, maxAge }, context)).result.issue.id).toBe(id);
  });

  test('understands the file that an issue was cached from', async () => {
    await folder.write({ ...issue('log-in', '2026-01-10T00:00:00Z'), 'docs/log in.md': '# Newer words' });
    const { result } = await showIssue({ reference: 'docs/log in.md', maxAge }, context);
    expect(result.issue.title).toBe('Title of log-in');
  });

  test('understands a number alone in a clone of a GitHub repository', async () => {
    await using repo = await tempRepo({ a: '' });
    await repo.git('remote', 'add', 'origin', 'https://github.com/owner/repo.git');
    await expect(showIssue({ reference: '#12', maxAge }, { ...context, cwd: repo.path })).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_NOT_CACHED',
      details: { id: 'owner/repo#12' },
    });
  });

  test.each([
    ['ENG-404', 'CDEV_E_CACHE_ISSUE_NOT_CACHED'],
    ['..', 'CDEV_E_ISSUE_ID_INVALID'],
    ['../../no/such', 'CDEV_E_CACHE_ISSUE_REFERENCE_UNKNOWN'],
    ['no/such.md', 'CDEV_E_ISSUE_UNREADABLE'],
    ['', 'CDEV_E_ISSUE_ID_INVALID'],
  ])('%p has an error of its own', async (reference, code) => {
    await expect(showIssue({ reference, maxAge }, context)).rejects.toMatchObject({ code });
  });
});

describe('prune', () => {
  beforeEach(async () => {
    await folder.write({
      ...issue('ENG-1', '2025-11-01T00:00:00Z'),
      ...issue('ENG-2', '2026-01-10T00:00:00Z'),
      ...issue('owner/repo#3', '2025-12-01T00:00:00Z', { source: 'github' }),
      ...issue('my-note', '2025-01-01T00:00:00Z', { source: 'file' }),
      ...issue('ENG-5', 'yesterday'),
      'issues/broken.json': '{',
      'issues/.ENG-1.json.old.tmp': 'half',
      'issues/.ENG-2.json.new.tmp': 'half',
    });
    await utimes(join(folder.path, 'issues', '.ENG-1.json.old.tmp'), old, old);
    await utimes(join(folder.path, 'issues', '.ENG-2.json.new.tmp'), now, now);
  });

  test('plans to remove what is old and can be fetched again, and nothing else', async () => {
    const plan = await planPrune({ olderThan: 30 * day }, context);
    expect(plan).toMatchObject({ remove: [{ id: 'ENG-1', age: 71 * day }, { id: 'owner/repo#3' }], kept: 3 });
    expect(plan.leftovers).toEqual([join(folder.path, 'issues', '.ENG-1.json.old.tmp')]);
  });

  test('a dry run changes nothing and says what the run does', async () => {
    const before = await names();
    const dry = await pruneCache({ olderThan: 30 * day, isDryRun: true }, context);
    expect(await names()).toEqual(before);
    const wet = await pruneCache({ olderThan: 30 * day, isDryRun: false }, context);
    expect(wet.result).toEqual({ ...dry.result, applied: true });
    expect(await names()).toEqual(['.ENG-2.json.new.tmp', 'ENG-2.json', 'ENG-5.json', 'broken.json', 'my-note.json']);
  });

  test('what another run has removed already is no failure', async () => {
    const plan = await planPrune({ olderThan: 30 * day }, context);
    await applyPrune(plan);
    await applyPrune(plan);
    expect(await planPrune({ olderThan: 30 * day }, context)).toMatchObject({ remove: [], kept: 3 });
  });
});
