import { inspectWork } from '@cdev/agent-run';
import { checksOf } from '@cdev/deployment-plan';
import { runChecks } from '@cdev/project-checks';
import { z } from 'zod';
import { defineTool, some } from './tool.ts';

export const validate = defineTool({
  name: 'validate',
  title: 'Check my work',
  description:
    'Holds your work against the plan (ownership, promised files, conflict markers) and runs your checks in your worktree. A check that ran nothing counts as not run.',
  input: { checks: z.boolean().default(true).describe('false: leave the commands out') },
  changes: false,
  run: async ({ checks: wantsChecks }, place) => {
    const plan = await place.plan();
    const { agent, signal } = place;
    const { workspace, base = plan.base.commit } = await place.state();
    const work = await inspectWork({ worktree: workspace, plan, agentId: agent, base, signal });
    const problems = [
      ...(work.owned.length + work.shared.length === 0 ? ['nothing of yours is changed'] : []),
      ...work.foreign.map(({ path }) => `not yours: ${path}`),
      ...work.missing.map((path) => `promised and not there: ${path}`),
      ...work.leftovers.map(({ path, line, text }) => `${path}:${line}: ${text}`),
      ...work.nested.map((path) => `a repository of its own: ${path}`),
    ];
    const checks = checksOf(plan, agent);
    const runs = wantsChecks ? await runChecks({ cwd: workspace, checks, signal }) : [];
    const bad = runs.filter(({ status }) => status !== 'passed');
    const isReady = problems.length === 0 && bad.length === 0;
    const notRun = wantsChecks ? [] : checks.map(({ name }) => name);
    const lines = [
      isReady ? 'Nothing is wrong that could be found.' : 'Not ready:',
      ...problems.map((problem) => `- ${problem}`),
      ...runs.map(
        ({ name, command, status, reason }) =>
          `- ${name} (${command}): ${status.replace('-', ' ')}${status === 'passed' ? '' : `, ${reason}`}`,
      ),
      ...bad.flatMap(({ tail }) => (tail === '' ? [] : ['', tail])),
      ...(notRun.length > 0 ? [`Not run: ${some(notRun)}`] : []),
    ];
    const told = runs.map(({ name, command, status, reason }) => ({ name, command, status, reason }));
    return { text: lines.join('\n'), data: { isReady, problems, checks: told, notRun } };
  },
});
