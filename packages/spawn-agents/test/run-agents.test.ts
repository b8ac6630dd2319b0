import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { of, plannedRepo, planId, verdicts, worker, type PlannedRepo } from './planned-repo.ts';

async function mostAtWork(run: PlannedRepo): Promise<number> {
  const changes: Readonly<Record<string, number>> = { 'agent-started': 1, 'agent-finished': -1 };
  let [now, most] = [0, 0];
  for (const { type } of await run.events()) most = Math.max(most, (now += changes[type] ?? 0));
  return most;
}

describe('one run of many agents', () => {
  /** What each of them does. */
  const deeds: Readonly<Record<string, string>> = {
    told: `${worker}; env > src/told/env.txt; echo "$0 $1 $2" >> src/told/env.txt; cat > src/told/stdin.txt`,
    promising: worker,
    denied: `${worker}; for what in a b c d; do echo '{"activity":"permission-denied","text":"write '$what'.json"}'; done`,
    serving: `${worker}; sleep 60 & echo '{"activity":"usage","tokens":1200,"cost":0.5}'`,
    leaving: `${worker}; git switch --quiet -c mine`,
    committing: `${worker}; git add . && git commit --quiet -m mine`,
    lazy: 'echo "nothing to do"',
    thief: 'echo mine > README.md',
    broken: `${worker}; echo "no network"; exit 3`,
    slow: `${worker}; sleep 60`,
  };
  let it: PlannedRepo;
  let outcome: Awaited<ReturnType<PlannedRepo['spawn']>>;
  let slow: typeof outcome;

  beforeAll(async () => {
    const agents = Object.fromEntries(Object.keys(deeds).map((agent) => [agent, {}]));
    it = await plannedRepo({
      ...agents,
      promising: { creates: ['src/promising/page.ts'] },
      stray: {},
      late: { dependsOn: ['lazy'] },
    });
    const stray = `stray) ${worker}; echo x > '${join(it.repo.path, 'stray.txt')}';;`;
    const cases = Object.entries(deeds).map(([agent, deed]) => `${agent}) ${deed};;`);
    const command = `case $CDEV_AGENT in\n${[...cases, stray].join('\n')}\nesac`;
    const agentArguments = ['-m', 'a b'];
    const at = { run: true, command, agentArguments };
    // The limit is for the slow one alone: on a busy machine it must not meet the others.
    const others = it.plan.agents.map(({ id }) => id).filter((id) => id !== 'slow');
    outcome = await it.spawn({ ...at, only: others, maxParallel: 5 });
    slow = await it.spawn({ ...at, only: ['slow'], timeLimit: 2000 });
  }, 120_000);
  afterAll(() => it.repo.remove());

  test('the verdict is ours: done without work, refused work, an exit code and a time limit are told apart', () => {
    expect(outcome.status).toBe('findings');
    expect(verdicts(outcome)).toEqual({
      told: 'done',
      promising: 'done',
      denied: 'done',
      serving: 'done',
      leaving: 'failed',
      committing: 'done',
      lazy: 'failed',
      thief: 'failed',
      broken: 'failed',
      stray: 'done',
      late: 'not-started',
    });
    const reason = (agent: string): string | undefined => of(outcome, agent).run?.reason;
    expect(reason('lazy')).toBe('it changed nothing; it last said: nothing to do');
    expect(reason('thief')).toBe('it changed only files that are not its own: README.md');
    expect(reason('broken')).toBe('exit code 3; it last said: no network');
    expect(verdicts(slow)).toEqual({ slow: 'timed-out' });
    expect(of(slow, 'slow').run?.reason).toMatch(/^it was ended after \d+\.\d s$/);
    expect(reason('late')).toBe('it depends on lazy (failed)');
    expect(reason('leaving')).toBe('it left its branch: its worktree is on mine');
  });

  test('what a failed agent wrote is kept on a ref of its own', async () => {
    const state = await it.state('slow');
    expect(state).toMatchObject({ status: 'failed', ended: 'timed-out' });
    expect(await it.repo.git('show', `${state.snapshots[0]?.ref}:src/slow/made.txt`)).toBe('made by slow');
    expect((await it.state('leaving')).snapshots).toHaveLength(1);
  });

  test('an agent is told its part by its environment, and gets further arguments and an empty stdin', async () => {
    const worktree = await it.worktree('told');
    const env = await readFile(join(worktree, 'src/told/env.txt'), 'utf8');
    for (const line of [
      `CDEV_PLAN=${planId}`,
      'CDEV_AGENT=told',
      'CDEV_ATTEMPT=1',
      `CDEV_CONTEXT=${join(worktree, '.cdev/context.yaml')}`,
      `CDEV_PROMPT=${join(worktree, '.cdev/prompt.md')}`,
      `CDEV_PORT=${of(outcome, 'told').port}`,
      `PWD=${worktree}`,
      'agent -m a b',
    ])
      expect(env.split('\n')).toContain(line);
    expect(await readFile(join(worktree, 'src/told/stdin.txt'), 'utf8')).toBe('');
  });

  test('a promised file that is missing is noted', () => {
    expect(of(outcome, 'promising').run?.notes).toEqual(['promised and not there: src/promising/page.ts']);
  });

  test('what an agent was not allowed to do is said although it is done, and what can be done about it', () => {
    expect(of(outcome, 'denied').run).toMatchObject({
      notes: [
        'it was not allowed to: write a.json',
        'it was not allowed to: write b.json',
        'it was not allowed to: write c.json',
        'and 1 more that it was not allowed to',
      ],
      steps: ['If it needs that, allow it more: --permissions all'],
    });
    expect(of(outcome, 'told').run).toMatchObject({ notes: [], steps: [] });
  });

  test('what an agent tells of its use is counted, and a forgotten server does not hold the run open', () => {
    expect(of(outcome, 'serving')).toMatchObject({ tokens: 1200, cost: 0.5, run: { verdict: 'done' } });
  });

  test('work that an agent commits itself counts as work', () => {
    expect(of(outcome, 'committing').run?.files).toEqual({ owned: 1, shared: 0, foreign: [] });
  });

  test('what changes in the main working tree meanwhile is told', () => {
    expect(outcome.result.warnings.at(-1)).toMatch(/^stray\.txt changed in .* while the agents worked; was it you\?$/);
  });

  test('no more agents than allowed were at work at once', async () => {
    expect(await mostAtWork(it)).toBeLessThanOrEqual(5);
  });

  test('as many agents as allowed work at once: each waits for the others', async () => {
    await using own = await plannedRepo({ one: {}, two: {}, three: {}, four: {} });
    const meeting = join(own.repo.path, '.git', 'meeting');
    const command = `${worker}; mkdir -p '${meeting}'; touch '${meeting}'/$CDEV_AGENT; until [ $(ls '${meeting}' | wc -l) -ge 3 ]; do sleep 0.05; done`;
    const met = await own.spawn({ run: true, command, timeLimit: 60_000, maxParallel: 3 });
    expect(verdicts(met)).toEqual({ one: 'done', two: 'done', three: 'done', four: 'done' });
    expect(await mostAtWork(own)).toBe(3);
  });

  test('an agent that commits foreign files is refused by git, told why, and its own part is kept', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const command = `${worker}; echo x > README.md; git add -A; git commit --no-verify -qm all 2> src/$CDEV_AGENT/said.txt; true`;
    const outcome = await it.spawn({ run: true, command, only: ['login'] });
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', files: { foreign: ['README.md'] } });
    const worktree = await it.worktree('login');
    expect(await readFile(join(worktree, 'src/login/said.txt'), 'utf8')).toContain('README.md  (owner: nobody)');
    expect(await it.repo.git('rev-parse', (await it.state('login')).branch ?? '')).toBe(it.plan.base.commit);
  });

  test('an agent that has used up its budget is ended, not tried again, and its work is kept', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `${worker}; echo '{"activity":"usage","tokens":900,"cost":0.2}'; sleep 0.3; echo '{"activity":"usage","tokens":900,"cost":0.2}'; sleep 60`;
    const outcome = await it.spawn({ run: true, command, attempts: 3, maxTokens: 1500 });
    expect(of(outcome, 'login').run).toMatchObject({
      verdict: 'failed',
      attempt: 1,
      reason: 'its budget is used up: 1,800 of 1,500 tokens; it was ended, and its work is kept',
    });
    expect(await it.repo.git('show', `refs/cdev/snapshots/${planId}/login/1:src/login/made.txt`)).toBe('made by login');
    // What was used before counts: the next attempt has nothing left.
    const again = await it.spawn({ run: true, command, maxCost: 0.5 });
    expect(of(again, 'login').run?.reason).toContain('$0.60 of $0.50');
  });

  test.each([{ maxTokens: 0 }, { maxCost: -1 }])('a budget of nothing is refused: %j', async (budget) => {
    await using it = await plannedRepo({ login: {} });
    await expect(it.spawn({ run: true, command: 'true', ...budget })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_BUDGET_INVALID',
    });
  });
});
