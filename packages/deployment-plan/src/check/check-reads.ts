import { dependantsOf } from '../merge-order.ts';
import { patternMatcher } from '../pattern/matches-pattern.ts';
import type { DeploymentPlan, PlannedAgent } from '../plan.ts';
import type { FileIndex } from './file-index.ts';
import { isUsable } from './check-paths.ts';
import { warningFinding, type PlanFinding } from './plan-finding.ts';

/** Whether what an agent is to read is there when it starts. */
export function checkReads(plan: DeploymentPlan, tracked: FileIndex): readonly PlanFinding[] {
  return plan.agents.flatMap((agent, index) =>
    agent.reads.flatMap((path, at) => {
      const where = `agents[${index}].reads[${at}]`;
      const problem = isUsable({ path, where })
        ? readProblem(plan, { agent, path, tracked })
        : 'is no path of the repository';
      if (problem === undefined) return [];
      const message = `${agent.id} is to read ${path}, which ${problem}`;
      return [warningFinding('read-missing', where, { message, fix: 'Correct the path, or add the dependency' })];
    }),
  );
}

interface Read {
  readonly agent: PlannedAgent;
  readonly path: string;
  readonly tracked: FileIndex;
}

function readProblem(plan: DeploymentPlan, { agent, path, tracked }: Read): string | undefined {
  const matches = patternMatcher(path);
  if (tracked.matches(path) || agent.creates.some(matches)) return undefined;
  const maker = plan.agents.find(({ creates }) => creates.some(matches));
  if (!maker) return 'is not there, and nobody promises it';
  return dependantsOf(plan, maker.id).includes(agent.id)
    ? undefined
    : `${maker.id} promises; ${agent.id} does not wait for it`;
}
