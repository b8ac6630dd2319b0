import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findAgentProcesses } from '../../../src/processes/agent-processes.ts';
import { of, plannedRepo, planId, type PlannedRepo } from '../../planned-repo.ts';
import type { SpawnOptions } from '../../../src/index.ts';

const script = fileURLToPath(new URL('scripted-agent.mjs', import.meta.url));
const command = (...deeds: readonly string[]): string =>
  `'${process.execPath}' '${script}' ${deeds.map((deed) => `'${deed}'`).join(' ')}`;
const run = (it: PlannedRepo, deeds: readonly string[], options: Partial<SpawnOptions> = {}) =>
  it.spawn({ run: true, driver: 'acp', command: command(...deeds), only: ['login'], ...options });
const repository = () => plannedRepo({ login: { checks: [{ name: 'test', command: 'npm test' }] }, search: {} });
const log = async (it: PlannedRepo): Promise<string> => readFile((await it.state('login')).log ?? '', 'utf8');

describe('an agent of the protocol', () => {
  test('writes its own files through us, is told, and its messages, files, tokens and cost are counted', async () => {
    await using it = await repository();
    const outcome = await run(it, ['say:I will write it', 'write:src/login/made.txt', 'mode', 'prompt:You are agent']);
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', files: { owned: 1, foreign: [] } });
    expect(await readFile(join(await it.worktree('login'), 'src/login/made.txt'), 'utf8')).toBe('by default\n');
    expect(await it.state('login')).toMatchObject({ driver: 'acp', tokens: 400, cost: 0.04 });
    const told = await log(it);
    expect(told).toContain('"activity":"message","text":"I will write it"');
    expect(told).toContain('mode default. told.');
    expect(told).toContain('"sessionUpdate":"usage_update"');
  });

  test('is refused a foreign file, whether it asks or not, also by a link and outside; what it may do it does', async () => {
    await using it = await repository();
    await it.spawn();
    await symlink(it.repo.path, join(await it.worktree('login'), 'out'));
    const deeds = ['ask:src/search/x.txt', 'steal:README.md', 'steal:out/README.md', 'steal:../x.txt', 'steal:.git'];
    const outcome = await run(it, [...deeds, 'write:src/login/made.txt']);
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', files: { owned: 1 } });
    const notes = of(outcome, 'login').run?.notes.join('\n');
    expect(notes).toContain('src/search/x.txt is owned by search');
    expect(notes).toContain('README.md is owned by nobody; claim it first');
    const told = await log(it);
    expect(told).toContain('may not src/search/x.txt.');
    expect(told).toContain('refused: it is outside the worktree.');
    expect(told).toContain('refused: it belongs to the run.');
    expect(await it.repo.git('status', '--porcelain')).toBe('');
  });

  test("may run the project's commands and no others, unless all is permitted", async () => {
    await using it = await repository();
    await run(it, ['run:npm test', 'run:rm -rf x', 'write:src/login/made.txt']);
    expect(await log(it)).toContain('ran. not run.');
    await run(it, ['run:rm -rf x', 'write:src/login/more.txt'], { retry: ['login'], permissions: 'all' });
    expect(await log(it)).toContain('"text":"ran."');
  });

  test('that only says no, dies, stops early or never answers has failed with its reason, and no process is left', async () => {
    await using it = await repository();
    const failing = async (deeds: readonly string[], options: Partial<SpawnOptions> = {}) =>
      of(await run(it, deeds, { retry: ['login'], ...options }), 'login').run;
    expect(await failing(['ask:README.md'])).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('it changed nothing; it was denied'),
    });
    expect(await failing(['write:src/login/a.txt', 'refuse'])).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('it stopped: refusal'),
    });
    expect(await failing(['say:Hello', 'die:3'])).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('the protocol failed'),
    });
    expect(await failing(['hang'], { timeLimit: 1500 })).toMatchObject({ verdict: 'timed-out' });
    expect(await failing(['silent'], { timeLimit: 1500 })).toMatchObject({ verdict: 'timed-out' });
    expect(findAgentProcesses({ agent: 'login', runFolder: join(it.commonDir, 'cdev/runs', planId) })).toEqual([]);
  });

  test('goes on in its own conversation when that is wanted', async () => {
    await using it = await repository();
    await run(it, ['write:src/login/made.txt']);
    await run(it, ['write:src/login/again.txt'], { retry: ['login'], sameSession: true });
    expect(await readFile(join(await it.worktree('login'), 'src/login/again.txt'), 'utf8')).toBe('by resumed\n');
  });

  test('needs its command', async () => {
    await using it = await repository();
    await expect(it.spawn({ run: true, driver: 'acp' })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_COMMAND_MISSING',
    });
    await expect(it.spawn({ run: true, driver: 'acp', command: 'no-such-agent acp' })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_DRIVER_MISSING',
    });
  });
});
