import type { HealthReport, ScriptHealth } from '../health-report.ts';
import type { HealthEntry } from '@cdev/script-catalogue';

export type HealthChange = HealthReport['changes'][number];

type Known = Pick<ScriptHealth, 'script' | 'node' | 'state'>;

/**
 * What is other than at the check before. A script that is new and well is no news, and neither is a Node that is a little newer: scripts are
 * compared by its major version.
 */
export function changesBetween(before: HealthEntry | undefined, now: readonly Known[]): readonly HealthChange[] {
  const earlier = new Map((before?.scripts ?? []).map((known) => [keyOf(known), known]));
  const present = new Set(now.map(keyOf));
  const asked = new Set(now.map(({ node }) => majorOf(node)));
  return [
    ...now.flatMap((known): HealthChange[] => {
      const from = earlier.get(keyOf(known))?.state ?? 'new';
      const isNews = from === 'new' ? known.state !== 'healthy' : from !== known.state;
      return isNews ? [{ script: known.script, node: known.node, from, to: known.state }] : [];
    }),
    // A Node that was not tried this time says nothing of its scripts.
    ...[...earlier.values()]
      .filter((known) => asked.has(majorOf(known.node)) && !present.has(keyOf(known)))
      .map(({ script, node, state }): HealthChange => ({ script, node, from: state, to: 'gone' })),
  ];
}

function keyOf({ script, node }: Pick<Known, 'script' | 'node'>): string {
  return `${script} ${majorOf(node)}`;
}

function majorOf(node: string): string {
  return node.split('.')[0] ?? '';
}
