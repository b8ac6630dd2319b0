import { openJournal } from '@cdev/agent-run';
import { tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { freePlanId } from '../../src/plan/free-plan-id.ts';

test('a name is used again until its run has ended, whose journal stays', async () => {
  await using folder = await tempFolder();
  expect(await freePlanId(folder.path, 'lamp')).toBe('lamp');
  for (const [id, next] of [
    ['lamp', 'lamp-2'],
    ['lamp-2', 'lamp-3'],
  ] as const) {
    const journal = openJournal(folder.path, id, 'test');
    for (const agent of ['a', 'b'])
      await journal.append({ type: 'workspace-created', agent, path: `/${agent}`, branch: agent, base: '1' });
    expect(await freePlanId(folder.path, 'lamp')).toBe(id);
    await journal.append({ type: 'workspace-removed', agent: 'a', path: '/a' });
    expect(await freePlanId(folder.path, 'lamp')).toBe(id);
    await journal.append({ type: 'workspace-removed', agent: 'b', path: '/b' });
    expect(await freePlanId(folder.path, 'lamp')).toBe(next);
  }
});
