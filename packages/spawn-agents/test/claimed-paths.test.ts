import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { changeOwnership } from '@cdev/agent-run';
import { planFile } from '@cdev/deployment-plan';
import { expect, test } from '@jest/globals';
import { of, plannedRepo, planId, worker } from './planned-repo.ts';

test('a path that an agent claims while it is at work is its own when its work is judged and committed', async () => {
  await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
  const claimed = join(it.repo.path, '..', 'claimed');
  const command = `${worker}; [ "$CDEV_AGENT" = api ] || { echo notes > NOTES.md; while [ ! -e '${claimed}' ]; do sleep 0.05; done; }`;
  const running = it.spawn({ run: true, command, timeLimit: 60_000 });
  while (!(await it.events()).some(({ type }) => type === 'agent-started')) await pause(20);
  await changeOwnership({
    deed: 'claim',
    agent: 'store',
    paths: ['NOTES.md'],
    reason: '',
    planFile: planFile(it.commonDir, planId),
    journal: it.journal,
  });
  await writeFile(claimed, '');
  const outcome = await running;
  expect(outcome.status).toBe('ok');
  expect(of(outcome, 'store').run).toMatchObject({ verdict: 'done' });
  // The agent that depends on it starts from a commit that has the claimed file.
  expect(await it.repo.git('ls-tree', '-r', '--name-only', of(outcome, 'api').branch)).toContain('NOTES.md');
});
