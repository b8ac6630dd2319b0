import { appendFile } from 'node:fs/promises';
import { runPaths } from '@cdev/agent-run';
import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { overviewReader, type Overview } from '../src/index.ts';

const read = async (cwd: string): Promise<Overview> => {
  // The journal's times are those of now.
  const context = testContext({ cwd, home: `${cwd}/../home`, clock: () => new Date() });
  return (await (await overviewReader(30 * 86_400_000, context)).read()).overview;
};

test('runs of agents are there with their states and what they used, and on the timeline', async () => {
  await using fixture = await parallelRun({
    files: { 'a.txt': 'a\n' },
    agents: { login: { owns: ['a.txt'] }, search: { owns: ['b.txt'] } },
  });
  const { plan, journal, commonDir, repository } = fixture;
  await fixture.finish('login');
  const activity = { kind: 'usage', text: 'used', tokens: 1200, cost: 0.1 } as const;
  await journal.append({ type: 'agent-activity', agent: 'login', attempt: 1, activity });
  const overview = await read(repository.path);
  expect(overview.agentRuns).toMatchObject([
    { plan: plan.id, states: { finished: 1, ready: 1 }, tokens: 1200, cost: 0.1, integration: 'none' },
  ]);
  expect(overview.timeline).toMatchObject([{ kind: 'agents', text: `${plan.id}: 1 finished · 1 ready`, isBad: false }]);

  // One that cannot be read is told, and takes nothing else away.
  await appendFile(runPaths(commonDir, plan.id).journal, 'not an event\n{}\n');
  expect(await read(repository.path)).toMatchObject({
    agentRuns: [],
    notes: [`The journal of ${plan.id} cannot be read`],
  });
});
