import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo } from '@cdev/test-kit';
import { claimFence, promote, type Fence } from '../../src/remote/index.ts';

const fenced = { code: 'CDEV_E_AGENT_FLEET_FENCED' };

let repo: TempRepo;
let origin: string;
/** Two workers, each with a repository of its own, and the bare one between them. */
let first: string;
let second: string;
let work: string;
let otherWork: string;

beforeAll(async () => {
  repo = await tempRepo({ 'a.txt': '1' }, { origin: true, branches: { other: { 'a.txt': '2' } } });
  origin = repo.origin ?? '';
  first = repo.path;
  second = join(repo.path, '..', 'second');
  await repo.git('push', '--quiet', 'origin', 'other');
  await repo.git('clone', '--quiet', origin, second);
  [work = '', otherWork = ''] = (await repo.git('rev-parse', 'main', 'other')).split('\n');
});

afterAll(async () => repo.remove());

const at = (ref: string): Promise<string> =>
  repo.git('--git-dir', origin, 'for-each-ref', '--format=%(objectname)', ref);

/** What the workers do for one task, whose name no ref would take. */
function workOn(task: string) {
  const branch = `refs/heads/cdev/run/${task}`;
  return {
    branch,
    claim: (repository: string, attempt: number, worker = `w${attempt}`): Promise<Fence> =>
      claimFence({ repository, remote: origin, worker, claim: { run: 'run', task: `${task}/b.lock`, attempt } }),
    put: (repository: string, fence: Fence, commit: string, env: Record<string, string> = {}): Promise<void> =>
      promote({ repository, remote: origin, fence, branch, from: undefined, commit, env }),
  };
}

/** The remote stops in the middle of a push that asks for it, when it has the objects and has not moved a ref. */
function stopPushes(): void {
  const hook = join(origin, 'hooks', 'pre-receive');
  mkdirSync(dirname(hook), { recursive: true });
  writeFileSync(
    hook,
    '#!/bin/sh\n[ -z "$PAUSE" ] && exit 0\n: > "$PAUSE.here"\nuntil [ -e "$PAUSE.go" ]; do sleep 0.05; done\n',
  );
  chmodSync(hook, 0o755);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('promotion at the remote', () => {
  test('the work of a claim comes to its branch once; whoever asks later is told', async () => {
    const { branch, claim, put } = workOn('once');
    const fence = await claim(first, 1);
    expect(fence).toMatchObject({
      attempt: 1,
      worker: 'w1',
      promoted: undefined,
      ref: 'refs/cdev/fence/run/once%2Fb%2Elock',
    });
    expect(await claim(first, 1)).toEqual(fence);
    await expect(claim(second, 1, 'another')).rejects.toMatchObject(fenced);
    await put(first, fence, work);
    await put(first, fence, work);
    expect(await at(branch)).toBe(work);
    const later = await claim(second, 2);
    expect(later).toMatchObject({ attempt: 1, promoted: work });
    await expect(put(second, later, otherWork)).rejects.toMatchObject(fenced);
    expect(await at(branch)).toBe(work);
  });

  test('a worker that wakes up after another claimed can neither claim, nor overwrite, nor be merged', async () => {
    const { branch, claim, put } = workOn('wakes');
    const paused = await claim(first, 1);
    const fence = await claim(second, 2);
    await expect(put(first, paused, work)).rejects.toMatchObject({
      ...fenced,
      message: 'Attempt 1 of task wakes/b.lock of run run may not push: the remote is at attempt 2',
    });
    await expect(claim(first, 1)).rejects.toMatchObject(fenced);
    expect(await at(branch)).toBe('');
    await put(second, fence, otherWork);
    await expect(put(first, paused, work)).rejects.toMatchObject(fenced);
    expect(await at(branch)).toBe(otherWork);
  });

  test('a push that was stopped between what it saw and what it moves loses all of it', async () => {
    stopPushes();
    const { branch, claim, put } = workOn('stopped');
    const paused = await claim(first, 1);
    const pause = join(repo.path, '..', 'pause');
    const late = put(first, paused, work, { PAUSE: pause }).then(
      () => 'promoted',
      ({ code }: { code: string }) => code,
    );
    await until(() => existsSync(`${pause}.here`));
    // Another one only claims: its fence alone is enough.
    const fence = await claim(second, 2);
    writeFileSync(`${pause}.go`, '');
    expect(await late).toBe(fenced.code);
    expect([await at(branch), await at(fence.ref)]).toEqual(['', fence.commit]);
    await put(second, fence, otherWork);
    expect(await at(branch)).toBe(otherWork);
  });

  test('a branch that somebody else moved is left alone, and the fence with it', async () => {
    const { branch, claim, put } = workOn('moved');
    const fence = await claim(first, 1);
    await repo.git('push', '--quiet', 'origin', `${otherWork}:${branch}`);
    await expect(put(first, fence, work)).rejects.toMatchObject({ code: 'CDEV_E_AGENT_FLEET_BRANCH_MOVED' });
    expect([await at(branch), await at(fence.ref)]).toEqual([otherWork, fence.commit]);
  });

  test('of claims at once the greatest number stays', async () => {
    const { claim } = workOn('greatest');
    const claims = await Promise.allSettled([claim(first, 1), claim(second, 3), claim(first, 2)]);
    const last = claims.find((one) => one.status === 'fulfilled' && one.value.attempt === 3);
    expect(last).toMatchObject({
      status: 'fulfilled',
      value: { commit: await at('refs/cdev/fence/run/greatest%2Fb%2Elock') },
    });
  });
});
