import type { Prompt } from '@cdev/core/cli';
import type { DeploymentPlan } from '@cdev/deployment-plan';

/** Shows the cut to the person at the terminal until it is accepted; the number of agents can be changed on the way. */
export async function reviewPlan(
  plan: DeploymentPlan,
  assemble: (maxAgents: number) => DeploymentPlan,
  prompt: Prompt,
): Promise<DeploymentPlan> {
  let current = plan;
  for (;;) {
    const agents = current.agents.map(
      ({ id, owns, dependsOn }) =>
        `  ${id}: ${owns.join(', ') || 'no paths'}${dependsOn.length > 0 ? ` (after ${dependsOn.join(', ')})` : ''}`,
    );
    const answer = await prompt.choose(`${current.title}\n${agents.join('\n')}\nWhat now?`, [
      { value: 'accept', label: 'Take this plan' },
      ...(current.agents.length > 1
        ? [{ value: 'fewer' as const, label: `With ${current.agents.length - 1} agents` }]
        : []),
      { value: 'back', label: 'Start again from the first cut' },
    ]);
    if (answer === 'accept') return current;
    current = answer === 'fewer' ? assemble(current.agents.length - 1) : plan;
  }
}
