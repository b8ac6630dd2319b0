import { agentLock } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { takeSnapshot, withLock } from '@cdev/git';
import { parallelRun, type ParallelRunOptions } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { runText, statuslineText } from '../src/human.ts';
import { monitorAgents, observeRun, type AgentView, type RunView } from '../src/index.ts';
import { stateWord } from '../src/text/state-word.ts';
import { idleAgent } from './idle-agent.ts';

const run = (changes: Partial<ParallelRunOptions> = {}) =>
  parallelRun({
    files: { 'a.txt': 'a\n', 'b.txt': 'b\n', 'both.txt': 'x\n', '.gitignore': '.cdev/\n' },
    agents: { login: { owns: ['a.txt', 'both.txt'] }, search: { owns: ['b.txt', 'more/**'], dependsOn: ['login'] } },
    ...changes,
  });
const options = { plan: undefined, once: true, watch: false, untilDone: false, interval: 100, notify: [] };
const look = async (cwd: string) =>
  (await monitorAgents(options, testContext({ cwd, clock: () => new Date() }))).result;

describe('monitorAgents', () => {
  test('tells before anything has happened who is ready and who waits for whom', async () => {
    await using fixture = await run();
    expect(await look(fixture.repository.path)).toMatchObject({
      plan: fixture.plan.id,
      isAtRest: true,
      conflicts: [],
      agents: [
        { id: 'login', status: 'ready', changed: 0, commits: 0, waitsFor: [] },
        { id: 'search', waitsFor: ['login'] },
      ],
    });
  });

  test("counts committed and uncommitted paths once, and names those that are not the agent's own", async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.commit('Work', { 'a.txt': 'new\n', 'b.txt': 'not mine\n' });
    await tree.write({
      'a.txt': 'newer\n',
      'ü new.txt': 'x',
      '.cdev/checklist.md': '# Checklist\n\n- [x] one\n- [ ] two\n',
    });
    const [login] = (await look(fixture.repository.path)).agents;
    expect(login).toMatchObject({
      commits: 1,
      changed: 3,
      uncommitted: 2,
      foreign: ['b.txt', 'ü new.txt'],
      checklist: { done: 1, total: 2 },
    });
  });

  test('tells a running agent from one whose process is gone', async () => {
    await using fixture = await run();
    const start = (agent: string, pid: number, startTime: string) =>
      fixture.journal.append({ type: 'agent-started', agent, attempt: 2, driver: 'codex', pid, startTime, log: 'x' });
    await start('login', process.pid, '');
    await start('search', process.pid, 'another time');
    await fixture.journal.append({
      type: 'agent-activity',
      agent: 'login',
      attempt: 2,
      activity: { kind: 'tool', text: 'edits a.txt', tokens: 1200, cost: 0.02 },
    });
    const view = await look(fixture.repository.path);
    expect(view.isAtRest).toBe(false);
    expect(view.agents).toMatchObject([
      {
        status: 'running',
        isAlive: true,
        attempt: 2,
        driver: 'codex',
        activity: 'edits a.txt',
        tokens: 1200,
        cost: 0.02,
      },
      { status: 'running', isAlive: false },
    ]);
    // On another machine its process is nothing that could be asked for here.
    const far = { agent: 'search', attempt: 3, driver: 'codex', pid: 1, startTime: 'there', log: 'x' } as const;
    await fixture.journal.append({ type: 'agent-started', ...far, host: 'ada' });
    expect((await look(fixture.repository.path)).agents[1]).toMatchObject({ isAlive: true, host: 'ada' });
  });

  test('forecasts conflicts between agents and with the target, and again only when something was committed', async () => {
    await using fixture = await run({ agents: { login: { owns: ['both.txt'] }, search: { owns: ['b.txt'] } } });
    await fixture.worktrees['login']!.commit('Work', { 'both.txt': 'one\n' });
    await fixture.worktrees['search']!.commit('Work', { 'both.txt': 'two\n' });
    const observer = observeRun(fixture.plan, fixture.commonDir, testContext({ cwd: fixture.repository.path }));
    const between = async () =>
      (await observer.look(false)).conflicts.map(({ between: [a, b], paths }) => `${a} ${b}: ${paths.join()}`);
    expect(await between()).toEqual(['login search: both.txt']);
    await fixture.repository.commit('Elsewhere', { 'both.txt': 'three\n' });
    expect(await between()).toEqual(['main login: both.txt', 'main search: both.txt', 'login search: both.txt']);
  });

  test('forecasts with work that is not committed as the last snapshot has it, until it is committed otherwise', async () => {
    await using fixture = await run({ agents: { login: { owns: ['both.txt'] }, search: { owns: ['b.txt'] } } });
    const login = fixture.worktrees['login']!;
    await login.write({ 'both.txt': 'one\n' });
    await fixture.worktrees['search']!.commit('Work', { 'both.txt': 'two\n' });
    const ref = `refs/cdev/snapshots/${fixture.plan.id}/login/`;
    const kept = await takeSnapshot(login.path, { ref, message: 'at work' });
    await fixture.journal.append({ type: 'snapshot-taken', agent: 'login', why: 'at work', ...kept! });
    const observer = observeRun(fixture.plan, fixture.commonDir, testContext({ cwd: fixture.repository.path }));
    expect((await observer.look(false)).conflicts).toEqual([
      { between: ['login', 'search'], paths: ['both.txt'], uncommitted: ['login'] },
    ]);
    await login.commit('The same in the end', { 'both.txt': 'two\n' });
    expect((await observer.look(false)).conflicts).toEqual([]);
  });

  test('tells one that was denied something from one that runs, until it goes on, and what was used on which day', async () => {
    await using fixture = await run();
    const start = { type: 'agent-started', agent: 'login', attempt: 1, driver: 'codex', log: 'x' } as const;
    await fixture.journal.append({ ...start, pid: process.pid, startTime: '' });
    const does = (kind: 'permission' | 'tool' | 'retry', text: string) =>
      fixture.journal.append({
        type: 'agent-activity',
        agent: 'login',
        attempt: 1,
        activity: { kind, text, tokens: 100, cost: 0.1, ...(kind === 'retry' && { retries: 2 }) },
      });
    await does('permission', 'permission denied: run rm');
    expect((await look(fixture.repository.path)).agents[0]).toMatchObject({ denied: 'permission denied: run rm' });
    await does('retry', 'waiting for the model, try 2, 12 s: overloaded (529)');
    const [waiting] = (await look(fixture.repository.path)).agents;
    expect(waiting).toMatchObject({ retrying: waiting?.activity, retries: 2 });
    expect(waiting && stateWord(waiting)).toBe('retrying');
    await does('tool', 'edits a.txt');
    const view = await look(fixture.repository.path);
    expect(view.agents[0]).not.toHaveProperty('denied');
    expect(view.agents[0]).not.toHaveProperty('retrying');
    expect(view.used).toMatchObject({ tokens: 300, days: [{ day: expect.any(String), tokens: 300 }] });
  });

  test('tells of a conversation at a terminal whether it asks for a permission or waits for a prompt, and how old that is', async () => {
    await using fixture = await run();
    const start = { type: 'agent-started', agent: 'login', driver: 'claude', log: 'x', startTime: '' } as const;
    await fixture.journal.append({ ...start, attempt: 1, pid: process.pid, isTakenOver: true });
    const does = (kind: 'asks' | 'waits' | 'tool', text: string) =>
      fixture.journal.append({ type: 'agent-activity', agent: 'login', attempt: 1, activity: { kind, text } });
    const page = { style: createStyle(false), columns: 100 };
    const seen = async (later = 0) => {
      const clock = () => new Date(Date.now() + later);
      const context = testContext({ cwd: fixture.repository.path, clock });
      const view = await observeRun(fixture.plan, fixture.commonDir, context).look(false);
      const login = view.agents[0] as AgentView;
      return [
        stateWord(login),
        login.activity,
        statuslineText(view, page)
          .trim()
          .replace(/^\S+ +/, ''),
      ];
    };
    expect(await seen()).toEqual(['running', 'a person has its conversation open', '● 1  · 1']);
    await does('waits', 'waits for a prompt');
    expect(await seen(600_000)).toEqual(['idle', 'waits for a prompt', '○ 1  · 1']);
    const asking = 'asks for a permission: Bash: npm test';
    await does('asks', asking);
    expect(await seen()).toEqual(['asking', asking, '● 1  · 1  ! 1']);
    const old = expect.stringMatching(/^asks for a permission: Bash: npm test; nothing told since for 10 min/);
    expect(await seen(600_000)).toEqual(['asking', old, '● 1  · 1  ! 1']);
    await does('tool', 'Bash: npm test');
    expect(await seen()).toEqual(['running', 'Bash: npm test', '● 1  · 1']);
    await does('waits', 'waits for a prompt');
    // The process has the last word.
    await fixture.journal.append({ ...start, attempt: 2, pid: process.pid, startTime: 'another', isTakenOver: true });
    expect(await seen()).toEqual(['gone', 'a person has its conversation open', '✗ 1  · 1']);
    // That a person was waited for is not what the next attempt does.
    await fixture.journal.append({ ...start, attempt: 3, pid: process.pid });
    expect(await seen()).toEqual(['running', undefined, '● 1  · 1']);
  });

  test('tells of an agent that goes on although nobody listens, until somebody has it in hand', async () => {
    await using fixture = await run();
    const start = { type: 'agent-started', agent: 'login', attempt: 1, driver: 'codex', log: 'x' } as const;
    await fixture.journal.append({ ...start, pid: process.pid, startTime: '', detached: { boot: 'b' } });
    const left = await look(fixture.repository.path);
    expect(left.agents[0]).toMatchObject({ isUnheard: true, activity: 'goes on by itself; nobody listens to it' });
    expect(runText(left, { style: createStyle(false), columns: 100 })).toContain(
      `! login goes on by itself, and nothing limits it; listen to it: cdev-spawn-agents ${fixture.plan.id} --run`,
    );
    const lock = agentLock(fixture.commonDir, { planId: fixture.plan.id, agentId: 'login' });
    await withLock(lock, { what: 'the agent' }, async () =>
      expect((await look(fixture.repository.path)).agents[0]).not.toHaveProperty('isUnheard'),
    );
  });

  test('watches until no agent runs any more', async () => {
    await using fixture = await run();
    await fixture.journal.append({
      type: 'agent-started',
      agent: 'login',
      attempt: 1,
      driver: 'command',
      pid: process.pid,
      startTime: '',
      log: 'x',
    });
    const shown: RunView[] = [];
    const context = testContext({
      cwd: fixture.repository.path,
      live: {
        isTerminal: false,
        show: async (view) => {
          shown.push(view as RunView);
          if (shown.length === 2) await fixture.finish('login');
        },
        append: async () => {},
      },
    });
    const { result } = await monitorAgents({ ...options, once: false, untilDone: true }, context);
    expect(shown.map(({ isAtRest }) => isAtRest)).toEqual([false, false]);
    expect(result.agents[0]?.status).toBe('finished');
  });

  test('refuses to renew itself faster than anybody can read', async () => {
    await using fixture = await run();
    await expect(
      monitorAgents({ ...options, interval: 10 }, testContext({ cwd: fixture.repository.path })),
    ).rejects.toMatchObject({ code: 'CDEV_E_MONITOR_INTERVAL_TOO_SHORT' });
  });
});

describe('the view', () => {
  const agent = { ...idleAgent, title: 'T', isAlive: true };
  const view: RunView = {
    plan: 'eng-1-desk',
    title: 'The desk',
    at: '2026-01-01T00:00:00.000Z',
    isAtRest: false,
    integration: { status: 'none', merged: 0, ejected: 0 },
    used: { tokens: 12_300, cost: 0.4, days: [] },
    conflicts: [{ between: ['login', 'search'], paths: ['package.json'], uncommitted: [] }],
    agents: [
      {
        ...agent,
        id: 'login',
        status: 'running',
        attempt: 2,
        elapsed: 65_000,
        changed: 3,
        foreign: ['b.txt'],
        checklist: { done: 1, total: 4 },
        tokens: 12_300,
        cost: 0.4,
        activity: 'edits\n\u001B[31ma.txt',
      },
      { ...agent, id: 'search', status: 'planned', waitsFor: ['login'] },
    ],
  };

  test('is a line an agent, then what needs somebody', () => {
    expect(runText(view, { style: createStyle(false), columns: 100 })).toBe(`eng-1-desk  1 running · 1 planned
The desk  ·  12.3k tokens · $0.40

●  login   running  #2  1 min 05 s  3 files  1 foreign  1/4  12.3k tokens  $0.40  edits a.txt
·  search  planned                                                                after login

  ! login changed b.txt, which is not its own

If merged now, git alone would stop at:
  ! login and search  package.json
`);
  });

  test('in one line counts what is at work, done, failed and waiting, and what needs somebody', () => {
    expect(statuslineText(view, { style: createStyle(false), columns: 100 })).toBe(
      'eng-1-desk  ● 1  · 1  ! 2  12.3k tokens  $0.40\n',
    );
    const [login, search] = view.agents;
    const ended = {
      ...view,
      conflicts: [],
      agents: [
        { ...login!, isAlive: false, foreign: [] },
        { ...search!, status: 'merged' as const },
      ],
    };
    expect(statuslineText(ended, { style: createStyle(false), columns: 100 })).toContain('eng-1-desk  ✓ 1  ✗ 1');
  });

  test('keeps within a narrow terminal by leaving out what agents say', () => {
    const text = runText(view, { style: createStyle(false), columns: 60 });
    expect(text).not.toContain('edits a.txt');
  });
});
