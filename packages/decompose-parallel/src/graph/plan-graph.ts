import type { Context, Outcome } from '@cdev/core/cli';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { openRepository } from '@cdev/git';
import { svg } from './svg.ts';

export type GraphFormat = 'mermaid' | 'dot' | 'svg';

const forms: Readonly<Record<GraphFormat, (plan: DeploymentPlan) => string>> = { mermaid, dot, svg };

export interface PlanGraph {
  readonly format: GraphFormat;
  readonly text: string;
}

/** The dependency graph of a plan's agents as text for Mermaid or Graphviz, or as a picture. */
export async function planGraph(
  { reference, format }: { reference: string | undefined; format: GraphFormat },
  context: Context,
): Promise<Outcome<PlanGraph>> {
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const { plan } = await findPlan({ commonDir, cwd: context.cwd, reference });
  return { result: { format, text: forms[format](plan) }, status: 'ok' };
}

/** https://mermaid.js.org/syntax/flowchart.html: labels in quotes, quotes inside as an entity. */
export function mermaid({ agents, base }: DeploymentPlan): string {
  const label = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;
  const nodes = agents.map(({ id, title, owns }) => `  ${id}[${label(`${title} (${owns.length})`)}]`);
  const edges = agents.flatMap(({ id, dependsOn }) =>
    dependsOn.length === 0 ? [`  base --> ${id}`] : dependsOn.map((on) => `  ${on} --> ${id}`),
  );
  return ['flowchart LR', `  base((${label(base.branch)}))`, ...nodes, ...edges, ''].join('\n');
}

/** https://graphviz.org/doc/info/lang.html */
export function dot({ agents, base, id: planId }: DeploymentPlan): string {
  const quote = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const nodes = agents.map(({ id, title, owns }) => `  ${quote(id)} [label=${quote(`${title} (${owns.length})`)}];`);
  const edges = agents.flatMap(({ id, dependsOn }) =>
    (dependsOn.length === 0 ? [base.branch] : dependsOn).map((on) => `  ${quote(on)} -> ${quote(id)};`),
  );
  return [
    `digraph ${quote(planId)} {`,
    '  rankdir=LR;',
    `  ${quote(base.branch)} [shape=circle];`,
    ...nodes,
    ...edges,
    '}',
    '',
  ].join('\n');
}
