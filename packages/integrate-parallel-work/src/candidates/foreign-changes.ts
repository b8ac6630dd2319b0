import { foreignSymbols } from '@cdev/branch-merge';
import { ownerOf, ownershipOf, type DeploymentPlan } from '@cdev/deployment-plan';
import type { GitPlace } from '@cdev/git';
import type { Candidate } from './candidate.ts';

export interface ForeignChange {
  /** With the name of the declaration before it, where only that is foreign. */
  readonly path: string;
  /** Whose it is, in words. */
  readonly owner: string;
}

export interface ChangesOf {
  readonly agent: string;
  /** Two commits or trees that differ in `paths`. */
  readonly from: string;
  readonly to: string;
  readonly paths: readonly string[];
}

/** What a branch itself changed of some paths, where it has no merge to be held against; nothing when it is not known where it begins. */
export function changesOfBranch({ agent, base, tip }: Candidate, paths: readonly string[]): ChangesOf {
  return { agent: agent.id, from: base ?? tip, to: tip, paths };
}

/** What of a merge's changes an agent may not make: paths, and declarations of files that are split by symbol. */
export async function foreignAmong(
  repository: GitPlace,
  plan: DeploymentPlan,
  { agent, from, to, paths }: ChangesOf,
): Promise<ForeignChange[]> {
  const { owns, isShared } = ownershipOf(plan, agent);
  const symbols = await foreignSymbols(repository, plan, { agent, from, to, paths });
  return [
    ...paths
      .filter((path) => !owns(path) && isShared(path) === undefined)
      .map((path) => ({ path, owner: describeOwner(plan, path) })),
    ...symbols.map(({ path, name, owner }) => ({
      path: `${name} in ${path}`,
      owner: owner === undefined ? 'of nobody in the plan' : `of ${owner}`,
    })),
  ];
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
