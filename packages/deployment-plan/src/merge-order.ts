import type { PlannedAgent } from './plan.ts';

export function mergeOrder(_agents: readonly Pick<PlannedAgent, 'id' | 'dependsOn'>[]): readonly string[] {
  throw new Error('not written yet');
}
export function dependantsOf(
  _plan: { readonly agents: readonly Pick<PlannedAgent, 'id' | 'dependsOn'>[] },
  _id: string,
): readonly string[] {
  throw new Error('not written yet');
}
