import { rm } from 'node:fs/promises';
import { runPaths } from '@cdev/agent-run';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { expect, test } from '@jest/globals';
import { preparedRun } from './prepared-run.ts';

test.each(['merge', 'squash', 'rebase'] as const)(
  'a plan whose base is not in this repository, and a run without a journal, are integrated by %s all the same',
  async (strategy) => {
    await using run = await preparedRun({
      files: { 'a.txt': 'a\n' },
      agents: { a: { owns: ['a/**'] }, b: { owns: ['b/**'] } },
    });
    await run.work('a', { 'a/a.js': 'export const a = 1;\n' });
    await run.work('b', { 'b/b.js': 'export const b = 1;\n' });
    await rm(runPaths(run.commonDir, run.plan.id).journal);
    const base = { branch: 'main', commit: '1'.repeat(40) };
    await writePlan(planFile(run.commonDir, run.plan.id), { ...run.plan, base });
    const { status, report } = await run.integrate({ strategy });
    expect([status, report.outcome]).toEqual(['ok', 'complete']);
    expect(await run.repository.git('ls-tree', '-r', '--name-only', 'main')).toBe('a.txt\na/a.js\nb/b.js');
  },
);
