import { setTimeout as pause } from 'node:timers/promises';
import { readEvents, runState, type RunState } from '@cdev/agent-run';
import { parallelRun, type ParallelRun } from '@cdev/run-fixture';
import { describe, expect, test } from '@jest/globals';
import { notIn, readOutcome, type Outcome } from '../src/outcome.ts';
import { watchAgents } from '../src/watch-agents.ts';

const manifest = (scripts: Record<string, string>): string => JSON.stringify({ name: 'x', scripts });
const printsTests = 'echo "# pass 7"';

function run(scripts: Record<string, string>): Promise<ParallelRun> {
  return parallelRun({
    files: { 'package.json': manifest(scripts) },
    agents: { one: { owns: ['a'] }, two: { owns: ['b'] }, three: { owns: ['c'], dependsOn: ['one'] } },
  });
}

const stateOf = async ({ commonDir, plan }: ParallelRun): Promise<RunState> =>
  runState(await readEvents(commonDir, plan.id), { agents: plan.agents });
const outcomeOf = async (fixture: ParallelRun): Promise<Outcome> =>
  readOutcome(fixture.plan, await stateOf(fixture), {
    repository: fixture.repository.path,
    signal: new AbortController().signal,
  });

describe('readOutcome', () => {
  test('runs the tests and the commands that the issue asks for, and names who is not in and why', async () => {
    await using fixture = await run({
      test: printsTests,
      remind: 'node -e 0',
      statistics: 'node -e "process.exit(2)"',
    });
    const reason = 'it changed nothing';
    await fixture.journal.append({
      type: 'agent-finished',
      agent: 'one',
      attempt: 1,
      verdict: 'failed',
      duration: 5,
      reason,
    });
    expect(await outcomeOf(fixture)).toEqual({
      agents: 3,
      missing: [
        { agent: 'one', reason },
        { agent: 'two', reason: 'it has committed nothing' },
        { agent: 'three', reason: 'it waits for one' },
      ],
      isMoved: false,
      tests: { ok: true, count: '7' },
      commands: [
        { command: 'npm run remind', works: true },
        { command: 'npm run statistics', works: false },
      ],
    });
  });

  test('believes no journal of what the branch holds: it looks', async () => {
    await using fixture = await run({ test: 'node -e "process.exit(1)"' });
    await fixture.repository.commit('More', { 'more.txt': 'x' });
    expect(await outcomeOf(fixture)).toMatchObject({ isMoved: true, tests: { ok: false, count: undefined } });
  });

  test('who is merged is in', async () => {
    await using fixture = await run({});
    const from = fixture.plan.base.commit;
    const order = ['one'];
    await fixture.journal.append({ type: 'integration-started', target: 'main', from, strategy: 'merge', order });
    await fixture.journal.append({ type: 'candidate-merged', agent: 'one', commit: from, tree: from, resolved: [] });
    expect(notIn(fixture.plan, await stateOf(fixture))).toEqual(['two', 'three']);
  });
});

describe('watchAgents', () => {
  test('tells what agents at work do, each thing once, and nothing of those that are not', async () => {
    await using fixture = await run({});
    const lines: string[] = [];
    const act = (agent: string, text: string) =>
      fixture.journal.append({ type: 'agent-activity', agent, attempt: 1, activity: { kind: 'tool', text } });
    await fixture.finish('two');
    await fixture.journal.append({
      type: 'agent-started',
      agent: 'one',
      attempt: 1,
      driver: 'codex',
      pid: process.pid,
      startTime: '',
      log: 'x',
    });
    await act('one', 'shell: npm test');
    {
      using _watch = watchAgents({ ...fixture, say: (line) => lines.push(line), interval: 5 });
      while (lines.length < 1) await pause(5);
      await act('one', 'write a.ts');
      while (lines.length < 2) await pause(5);
      await pause(30);
    }
    expect(lines).toEqual([
      expect.stringMatching(/^· one {2}.* {2}shell: npm test$/),
      expect.stringMatching(/write a\.ts$/),
    ]);
  });
});
