import { join } from 'node:path';
import { checkPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { tempRepo, testContext, type TempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { decomposeParallel } from '../../src/index.ts';
import { plain } from '../plain-options.ts';

const planOf = async ({ path }: TempRepo, text: string): Promise<DeploymentPlan> =>
  (await decomposeParallel({ ...plain, text }, testContext({ cwd: path, home: join(path, '..', 'home') }))).result.plan;

describe('a plan for a small repository', () => {
  test('leaves no agent without a file where the repository has fewer than the issue has parts', async () => {
    await using repository = await tempRepo({
      'index.js': "console.log('hi');\n",
      'name.js': "export const name = '';\n",
    });
    const parts = ['Name', 'Index', 'Farewell', 'Log file'];
    const plan = await planOf(
      repository,
      `Greeter\n\n${parts.map((part) => `## ${part}\n\nThe ${part.toLowerCase()} is greeted.\n`).join('\n')}`,
    );
    expect(plan.agents.map(({ owns }) => owns.join()).toSorted()).toEqual(['index.js', 'name.js']);
    expect(plan.agents.map(({ task }) => task).join('\n')).toContain('# Farewell');
    expect(plan.decisions.find(({ decision }) => decision.includes('go to one agent'))?.reason).toContain(
      'no file is left that it could change alone',
    );
  });

  test('gives all to one agent where nothing is there that the issue could mean', async () => {
    await using repository = await tempRepo({});
    const plan = await planOf(repository, 'Game\n\n## Board\n\nDraw it.\n\n## Dice\n\nRoll them.\n');
    expect(plan.agents.map(({ owns, title }) => ({ owns, title }))).toEqual([{ owns: ['**'], title: 'Board + Dice' }]);
    expect(plan.agents[0]?.reasons).toContain(
      '**: no file that is there has to do with it, and there is no other agent',
    );
    expect(checkPlan(plan, { trackedFiles: [] })).toEqual([]);
  });
});
