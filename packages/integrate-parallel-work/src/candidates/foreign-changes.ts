import { ownerOf, ownershipOf, type DeploymentPlan } from '@cdev/deployment-plan';

export interface ForeignChange {
  readonly path: string;
  /** Whose it is, in words. */
  readonly owner: string;
}

/** Which of the paths an agent may not write. */
export function foreignAmong(plan: DeploymentPlan, agent: string, paths: readonly string[]): ForeignChange[] {
  const { owns, isShared } = ownershipOf(plan, agent);
  return paths
    .filter((path) => !owns(path) && isShared(path) === undefined)
    .map((path) => ({ path, owner: describeOwner(plan, path) }));
}

function describeOwner(plan: DeploymentPlan, path: string): string {
  const owner = ownerOf(plan, path);
  if (owner.kind === 'agent') return `of ${owner.agent.id}`;
  return owner.kind === 'shared' ? `shared among ${owner.shared.agents.join(', ')}` : 'of nobody in the plan';
}

/** The reason for which a candidate with foreign changes is ejected. */
export function foreignReason(foreign: readonly ForeignChange[]): string {
  const named = foreign.slice(0, 3).map(({ path, owner }) => `${path} (${owner})`);
  const more = foreign.length > 3 ? ` and ${foreign.length - 3} more` : '';
  return `it would change what it does not own: ${named.join(', ')}${more}`;
}
