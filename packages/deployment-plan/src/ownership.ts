import type { DeploymentPlan, PlannedAgent, SharedPath } from './plan.ts';

type OwnershipPart = Pick<DeploymentPlan, 'agents' | 'shared'>;

export type Owner =
  | { readonly kind: 'agent'; readonly agent: PlannedAgent }
  | { readonly kind: 'shared'; readonly shared: SharedPath }
  | { readonly kind: 'nobody' };

/** What one agent may write. */
export interface Ownership {
  readonly owns: (path: string) => boolean;
  /** The shared path's declaration when this agent may write it. */
  readonly isShared: (path: string) => SharedPath | undefined;
  readonly patterns: readonly string[];
}

export function ownerOf(_plan: OwnershipPart, _path: string): Owner {
  throw new Error('not written yet');
}
export function ownershipOf(_plan: OwnershipPart, _agentId: string): Ownership {
  throw new Error('not written yet');
}
