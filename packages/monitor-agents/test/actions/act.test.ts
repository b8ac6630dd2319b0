import { readPlan } from '@cdev/deployment-plan';
import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { followAgents } from '../../src/actions/follow-agents.ts';
import { until, liveHome } from '../live-run.ts';
import { act, type Deed, type Scene } from '../../src/actions/act.ts';
import { readDeed } from '../../src/actions/read-deed.ts';

type Fixture = Awaited<ReturnType<typeof parallelRun>>;

const run = () =>
  parallelRun({
    files: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'free.txt': 'x\n' },
    agents: { login: { owns: ['a.txt'] }, search: { owns: ['b.txt'] } },
  });
const scene = (fixture: Fixture, env: Record<string, string> = {}): Scene => ({
  plan: fixture.plan,
  planFile: join(fixture.commonDir, 'cdev', 'plans', `${fixture.plan.id}.yaml`),
  commonDir: fixture.commonDir,
  context: testContext({ cwd: fixture.repository.path, home: liveHome, env }),
});

describe('from where an agent is watched', () => {
  test('its diff is shown, with what it has not committed', async () => {
    await using fixture = await run();
    await fixture.worktrees['login']?.write({ 'a.txt': 'changed\n', 'new.txt': 'new\n' });
    const { text } = await act({ name: 'diff', agent: 'login' }, scene(fixture));
    expect(text).toContain('+changed');
    expect(text).toContain('b/new.txt');
    expect((await act({ name: 'diff', agent: 'search' }, scene(fixture))).said).toBe('search has changed nothing');
  });

  test('it is told something, and given a path that nobody owns', async () => {
    await using fixture = await run();
    await act({ name: 'message', agent: 'login', text: '--mind the gap' }, scene(fixture));
    await act({ name: 'extend', agent: 'login', path: 'free.txt' }, scene(fixture));
    expect(await fixture.journal.read()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'message-sent', agent: 'login', text: '--mind the gap' }),
        expect.objectContaining({ type: 'ownership-changed', agent: 'login', path: 'free.txt' }),
      ]),
    );
    const plan = await readPlan(scene(fixture).planFile);
    expect(plan.agents[0]?.owns).toEqual(['a.txt', 'free.txt']);
    await expect(act({ name: 'extend', agent: 'login', path: 'b.txt' }, scene(fixture))).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_PATH_TAKEN',
    });
  });

  test('what it says is followed from its first attempt on; before, that is no failure', async () => {
    await using fixture = await run();
    using follower = followAgents(scene(fixture));
    expect(follower.linesOf('login')).toEqual([]);
    await pause(300);
    expect(follower.linesOf('login')).toEqual([]);
    const log = join(fixture.repository.path, '..', 'login-1.log');
    await writeFile(log, 'I begin\n');
    const started = { agent: 'login', attempt: 1, driver: 'command', pid: 1, startTime: '0', log } as const;
    await fixture.journal.append({ type: 'agent-started', ...started });
    await until('its word', () => follower.linesOf('login').includes('I begin'));
  });

  test('its work is committed and it is stopped by the scripts that are installed beside', async () => {
    await using fixture = await run();
    await fixture.worktrees['login']?.write({ 'a.txt': 'changed\n' });
    expect(await act({ name: 'commit', agent: 'login' }, scene(fixture))).toEqual({
      said: 'the work of login is committed',
    });
    expect(await fixture.repository.git('log', '-1', '--format=%an', fixture.plan.agents[0]?.branch ?? '')).not.toBe(
      '',
    );
    expect((await act({ name: 'stop', agent: 'search' }, scene(fixture))).said).toContain('stopped');
    await expect(act({ name: 'commit', agent: 'nobody' }, scene(fixture))).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_AGENT_UNKNOWN',
    });
  });

  test('an editor that does not start is told', async () => {
    await using fixture = await run();
    const deed: Deed = { name: 'editor', agent: 'login' };
    await expect(act(deed, scene(fixture, { CDEV_EDITOR: 'no-such-editor -n' }))).rejects.toMatchObject({
      code: 'CDEV_E_MONITOR_NO_EDITOR',
    });
    expect((await act(deed, scene(fixture, { CDEV_EDITOR: 'true' }))).said).toBe('opened in true');
  });
});

describe('what a page sends', () => {
  test('is a deed, cleaned, or refused', () => {
    expect(readDeed('stop', { agent: 'login', more: 1 })).toEqual({ name: 'stop', agent: 'login' });
    expect(readDeed('message', { agent: 'login', text: ' a\u001B[2Jb ' })).toMatchObject({
      name: 'message',
      text: expect.stringMatching(/^a.*b$/),
    });
    for (const [name, input] of [
      ['stop', {}],
      ['stop', null],
      ['message', { agent: 'login' }],
      ['extend', { agent: 'login', path: 7 }],
      ['remove', { agent: 'login' }],
    ] as const)
      expect(() => readDeed(name, input)).toThrow('cannot be done so');
  });
});
