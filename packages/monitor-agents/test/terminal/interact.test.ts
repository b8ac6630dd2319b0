import { join } from 'node:path';
import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import type { RunView } from '../../src/index.ts';
import { interact, type InteractiveView } from '../../src/terminal/interact.ts';
import { idleAgent } from '../idle-agent.ts';
import { until } from '../live-run.ts';

test('what came of a deed stays, when it ends while the log is being read', async () => {
  await using fixture = await parallelRun({ files: { 'a.txt': 'a\n' }, agents: { login: { owns: ['a.txt'] } } });
  const shown: InteractiveView[] = [];
  const live = {
    isTerminal: true,
    show: async (view: unknown) => void shown.push(view as InteractiveView),
    append: async () => {},
  };
  const { plan, commonDir, repository } = fixture;
  const context = testContext({ cwd: repository.path, live });
  const view: RunView = {
    plan: plan.id,
    title: 'A thing',
    at: '2026-01-01T00:00:00.000Z',
    isAtRest: false,
    integration: { status: 'none', merged: 0, ejected: 0 },
    used: { tokens: 0, cost: 0, days: [] },
    conflicts: [],
    // The plan does not know it, so its deed is refused before the journal has been read.
    agents: [{ ...idleAgent, id: 'nobody', title: 'nobody', status: 'planned' }],
  };
  async function* keys(): AsyncGenerator<string> {
    yield* ['return', 'e'];
  }
  const planFile = join(commonDir, 'cdev', 'plans', `${plan.id}.yaml`);
  using interaction = interact(keys(), { plan, planFile, commonDir, context });
  await interaction.show(view);
  await until('the refusal', () => shown.some(({ terminal }) => terminal.notice.startsWith('✗ ')));
  await until('the log', () => shown.at(-1)?.terminal.lines[0] === 'It has not been started yet.');
  expect(shown.at(-1)?.terminal.notice).toContain('nobody');
  expect(shown.at(-1)?.terminal.notice).toMatch(/^✗ /);
});
