import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { runState, type AgentState, type RunEvent } from '@cdev/agent-run';
import { diskFailure } from '../../src/telling-disk.ts';
import { plannedRepo, planId, verdicts, worker, type PlannedRepo } from '../planned-repo.ts';
import { startCli } from '../start-cli.ts';

// Several runs of the bin each.
jest.setTimeout(120_000);

/** Views of the file system in which a folder is read-only or small; what it takes is a namespace, not the rights of root. */
const view = ['bwrap', '--dev-bind', '/', '/'];
const works = spawnSync('bwrap', [...view.slice(1), '--', 'true']).status === 0;
// Where that does not work these say "skipped": nothing of it was proven.
const describeInView = works ? describe : describe.skip;
const readOnly = (path: string): readonly string[] => [...view, '--ro-bind', path, path, '--'];

describeInView('on a read-only disk', () => {
  test('nothing is begun, and why is told; afterwards it runs', async () => {
    await using it = await plannedRepo({ login: {} });
    const top = it.repo.path;
    for (const words of [
      ['--run', '--command', worker],
      ['--run', '--command', worker, '--json'],
    ]) {
      const { exitCode, output } = await startCli(top, words, { behind: readOnly(top) }).ended;
      expect(exitCode).toBe(3);
      expect(output).toMatch(/It cannot be written: (?:read-only file system|its folder cannot be made)/);
      expect(output).toContain('CDEV_E_SPAWN_DISK');
    }
    await it.spawn();
    const before = await it.events();
    for (const words of [['--run', '--command', worker], ['stop'], ['cleanup', '--unmerged']])
      expect((await startCli(top, words, { behind: readOnly(top) }).ended).exitCode).toBe(3);
    expect(await it.events()).toEqual(before);
    expect(verdicts(await it.spawn({ run: true, command: worker }))).toEqual({ login: 'done' });
  });
});

/** What a run on a small disk left, brought out of its view. */
interface SmallDisk {
  readonly first: string;
  readonly second: string;
  readonly states: ReadonlyMap<string, AgentState>;
  readonly big: string;
}

/**
 * The repository on a disk of its own of which a filler leaves `room` kilobytes; a run; the filler goes; a second run. `dd` tells by its end that the
 * disk is as full as it is meant to be.
 */
async function onSmallDisk(it: PlannedRepo, { command, room }: { command: string; room: number }): Promise<SmallDisk> {
  const top = join(it.repo.path, '..');
  await it.repo.write({
    '../run.sh': `set -u
cp -a repository "$SMALL/repository"; cd "$SMALL/repository"
head -c 6000000 /dev/zero > ../filler 2>/dev/null; truncate -s -${room}K ../filler
"$@" --run --command '${command}' > "$OUT/first" 2>&1
rm ../filler
"$@" --run --command '${command}' > "$OUT/second" 2>&1
cp .git/cdev/runs/${planId}/journal.ndjson "$OUT/journal"
git show cdev/${planId}/login:src/login/big.bin 2>/dev/null | cksum > "$OUT/big"
cksum < ../repository.worktrees/${planId}/login/src/login/big.bin >> "$OUT/big"
`,
    '../small/.keep': '',
    '../out/.keep': '',
  });
  const small = join(top, 'small');
  const shell = ['env', `SMALL=${small}`, `OUT=${join(top, 'out')}`, '/bin/sh', join(top, 'run.sh')];
  const behind = [...view, '--size', '6000000', '--tmpfs', small, '--chdir', top, '--', ...shell];
  const { output } = await startCli(it.repo.path, [], { behind }).ended;
  const out = async (name: string): Promise<string> => readFile(join(top, 'out', name), 'utf8').catch(() => output);
  const events = (await out('journal'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
  return {
    first: await out('first'),
    second: await out('second'),
    states: runState(events, it.plan).agents,
    big: await out('big'),
  };
}

describeInView('on a disk that becomes full', () => {
  // A file that a snapshot cannot hold twice; its content is its own, so that nothing is made small.
  const command =
    'mkdir -p "src/$CDEV_AGENT"; f="src/$CDEV_AGENT/big.bin"; [ -e "$f" ] || head -c 900000 /dev/urandom > "$f"';

  test('work that ended well stays so, is in its worktree, and is kept and committed by the second run', async () => {
    await using it = await plannedRepo({ login: {}, page: { dependsOn: ['login'] } });
    const { first, second, states, big } = await onSmallDisk(it, { command, room: 1500 });
    expect(first).toContain('no space left on device');
    expect(first).not.toContain('defect');
    expect(first).toContain('Make room on the disk');
    expect(second).toContain('Commit their work');
    expect(states.get('login')).toMatchObject({ status: 'committed', ended: 'done' });
    expect(states.get('page')).toMatchObject({ ended: 'done' });
    const [committed, written] = big.trim().split('\n');
    expect(committed).toBe(written);
    expect(written).toMatch(/ 900000$/);
  });
});

describe('what the system says of a disk', () => {
  const system = (code: string, syscall = 'write'): Error =>
    Object.assign(new Error(code), { code, syscall, path: '/x' });

  test.each([
    [system('ENOSPC'), 'no space left on device (/x)'],
    [system('EROFS'), 'read-only file system (/x)'],
    [system('ENOENT', 'mkdir'), 'its folder cannot be made (/x)'],
  ])('%s is told as what it is', (error, told) => {
    expect(diskFailure(error)).toMatchObject({ code: 'CDEV_E_SPAWN_DISK', message: expect.stringContaining(told) });
  });

  test('other errors stay what they are', () => {
    expect(diskFailure(system('ENOENT', 'open'))).toBeUndefined();
    expect(diskFailure(new TypeError('x'))).toBeUndefined();
  });
});
