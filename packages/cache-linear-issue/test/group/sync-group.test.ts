import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fakeLinear, tempFolder, testContext, type FakeLinear, type TempFolder } from '@cdev/test-kit';
import { cacheLinearIssue, type CacheOptions } from '../../src/index.ts';
import { cacheOptions } from '../cache-options.ts';

let linear: FakeLinear;
let folder: TempFolder;
beforeEach(async () => {
  linear = await fakeLinear();
  folder = await tempFolder();
});
afterEach(async () => {
  await linear.close();
  await folder.remove();
});

async function sync(changes: Partial<CacheOptions> = {}, signal = new AbortController().signal) {
  const context = testContext({ cwd: folder.path, home: folder.path, env: linear.env, signal });
  const { result, status } = await cacheLinearIssue(cacheOptions({ group: { team: 'ENG' }, ...changes }), context);
  const { issues, unchanged, failures } = result;
  return { status, ids: issues.map(({ id }) => id), unchanged, failed: failures.map(({ code }) => code) };
}

const cached = async (): Promise<string[]> =>
  (await readdir(join(folder.path, 'issues'))).filter((name) => name.endsWith('.json'));
const operations = (): string[] => linear.requests.map(({ operation }) => operation);
const minute = (number: number): string => new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();

/** ENG-1 changed first, ENG-<count> last. */
function putMany(count: number): void {
  for (let number = 1; number <= count; number += 1)
    linear.put({ identifier: `ENG-${number}`, title: `Issue ${number}`, updatedAt: minute(number) });
}

describe('a group of issues', () => {
  test('is cached whole, with few requests', async () => {
    putMany(130);
    expect(await sync()).toMatchObject({ status: 'ok', unchanged: 0, failed: [] });
    expect(await cached()).toHaveLength(130);
    expect(operations().filter((name) => name === 'Changes')).toHaveLength(2);
    expect(operations().filter((name) => name === 'Issues')).toHaveLength(7);
    expect(Math.max(...linear.requests.map(({ complexity }) => complexity))).toBeLessThan(6000);
  });

  test('the next time only what changed is fetched', async () => {
    putMany(25);
    await sync();
    linear.put({ identifier: 'ENG-3', title: 'Issue 3 b', updatedAt: minute(30) });
    linear.put({ identifier: 'ENG-26', title: 'New', updatedAt: minute(31) });
    const before = linear.requests.length;
    // The newest of the last time is looked at again: another may have changed in the same millisecond.
    expect(await sync()).toEqual({ status: 'ok', ids: ['ENG-26', 'ENG-3'], unchanged: 1, failed: [] });
    expect(operations().slice(before)).toEqual(['Changes', 'Issues']);
    expect(linear.requests[before]?.variables['filter']).toMatchObject({ updatedAt: { gte: minute(25) } });
    expect(await sync()).toEqual({ status: 'ok', ids: [], unchanged: 1, failed: [] });
  });

  test('with --refresh all is fetched, changed or not', async () => {
    putMany(3);
    await sync();
    expect(await sync({ refresh: true })).toMatchObject({ ids: ['ENG-3', 'ENG-2', 'ENG-1'], unchanged: 0 });
  });

  test('may be given as team, project, cycle and words, all of which must fit', async () => {
    const cycle = { number: 4, name: 'April', isActive: true };
    linear.put(
      { identifier: 'ENG-1', title: 'Log in', project: { name: 'Sign-in' }, cycle },
      { identifier: 'ENG-2', title: 'Log out', project: { name: 'Sign-in' } },
      { identifier: 'OPS-1', title: 'Log files', cycle: { ...cycle, isActive: false, number: 9 } },
    );
    const ids = async (group: CacheOptions['group']) => (await sync({ group, refresh: true })).ids.toSorted();
    expect(await ids({ team: 'eng' })).toEqual(['ENG-1', 'ENG-2']);
    expect(await ids({ team: 'Team OPS' })).toEqual(['OPS-1']);
    expect(await ids({ project: 'sign-IN' })).toEqual(['ENG-1', 'ENG-2']);
    expect(await ids({ cycle: '9' })).toEqual(['OPS-1']);
    expect(await ids({ cycle: 'april' })).toEqual(['ENG-1', 'OPS-1']);
    expect(await ids({ cycle: 'current' })).toEqual(['ENG-1']);
    expect(await ids({ query: 'LOG' })).toEqual(['ENG-1', 'ENG-2', 'OPS-1']);
    expect(await ids({ team: 'ENG', query: 'out' })).toEqual(['ENG-2']);
    expect(await ids({ team: 'NONE' })).toEqual([]);
  });

  test('comes together with issues named beside it', async () => {
    linear.put({ identifier: 'ENG-1', title: 'A' }, { identifier: 'OPS-1', title: 'B' });
    expect(await sync({ references: ['OPS-1'] })).toMatchObject({ ids: ['OPS-1', 'ENG-1'] });
  });

  test('a pass that is ended goes on where it stopped', async () => {
    putMany(110);
    linear.script(undefined, ...Array.from({ length: 5 }, () => undefined), { status: 503 });
    expect(await sync()).toMatchObject({ status: 'findings', failed: ['CDEV_E_CACHE_ISSUE_SERVICE_FAILED'] });
    expect(await cached()).toHaveLength(100);
    // Changed in the meantime: before the place where the pass goes on, so the pass after it has to see it.
    linear.put({ identifier: 'ENG-110', title: 'Changed', updatedAt: minute(200) });
    const before = linear.requests.length;
    expect(await sync()).toMatchObject({ status: 'ok', unchanged: 0 });
    expect(linear.requests[before]?.variables['after']).toBe('100');
    expect(await cached()).toHaveLength(110);
    expect((await sync()).ids).toEqual(['ENG-110']);
  });

  test('an interruption in the middle of a page loses nothing', async () => {
    putMany(60);
    linear.script(undefined, undefined, { fault: 'hang' });
    const abort = new AbortController();
    const timer = setInterval(() => linear.requests.length === 3 && abort.abort('SIGINT'), 10);
    await expect(sync({ concurrency: 1 }, abort.signal)).rejects.not.toHaveProperty('kind');
    clearInterval(timer);
    expect(await cached()).toHaveLength(20);
    expect(await sync()).toMatchObject({ status: 'ok', unchanged: 20 });
    expect(await cached()).toHaveLength(60);
  });

  test('a place that Linear no longer knows is forgotten', async () => {
    putMany(110);
    linear.script(undefined, ...Array.from({ length: 5 }, () => undefined), { status: 503 });
    await sync();
    linear.script({ status: 400, body: { errors: [{ message: 'Invalid cursor' }] } });
    expect(await sync()).toMatchObject({ status: 'ok', unchanged: 100 });
    expect(await cached()).toHaveLength(110);
  });

  test('an issue that cannot be had is told of, and looked at again the next time', async () => {
    putMany(4);
    const nodes = [4, 3, 2].map((number) => ({ id: `uuid-ENG-${number}`, identifier: `ENG-${number}` }));
    const whole = nodes.slice(0, 2).map((node) => ({ ...node, title: 'Whole', updatedAt: minute(0) }));
    linear.script(undefined, { body: { data: { issues: { nodes: [...whole, nodes[2]], pageInfo: {} } } } });
    expect(await sync()).toEqual({
      status: 'findings',
      ids: ['ENG-4', 'ENG-3'],
      unchanged: 0,
      failed: ['CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED', 'CDEV_E_CACHE_ISSUE_NOT_FOUND'],
    });
    expect(await sync()).toMatchObject({ status: 'ok', ids: ['ENG-4', 'ENG-3', 'ENG-2', 'ENG-1'] });
  });

  test('a service that ends the pass at once is the error', async () => {
    linear.script({ status: 429, headers: { 'retry-after': '900' } });
    await expect(sync()).rejects.toMatchObject({ code: 'CDEV_E_CACHE_ISSUE_RATE_LIMITED' });
  });

  test.each([
    [{ issues: { nodes: [{ id: 'x' }], pageInfo: {} } }, 'a change has no id, identifier or time'],
    [{ issues: null }, '"issues" is no list'],
  ])('%j is no list of changes', async (data, problem) => {
    linear.script({ body: { data } });
    await expect(sync()).rejects.toMatchObject({
      code: 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED',
      message: expect.stringContaining(problem),
    });
  });

  test('its state can be read by people, is for the user alone, and a broken one is begun anew', async () => {
    putMany(2);
    await sync();
    const [name = ''] = await readdir(join(folder.path, 'issues', 'sync'));
    const file = join(folder.path, 'issues', 'sync', name);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      schemaVersion: 1,
      group: 'team ENG',
      service: linear.env.LINEAR_API_URL,
      since: minute(2),
    });
    await folder.write({ [`issues/sync/${name}`]: '{' });
    expect(await sync()).toMatchObject({ ids: [], unchanged: 2 });
  });
});
