import { useText, type MergeEdge } from '@cdev/branch-merge';
import { alignColumns, type Page } from '@cdev/core/cli';
import { atOnceReason, type QueueChoice } from '../queue/choose-queue.ts';
import type { OrderedAgent } from './order-candidates.ts';

/** Why the queue is gone through as it is. */
export interface QueueExplanation {
  readonly order: readonly OrderedAgent[];
  /** How so many are tested: of a forecast the first choice, of an integration each that was made. */
  readonly choices: readonly QueueChoice[];
}

export function explanationLines({ order, choices }: QueueExplanation, style: Page['style']): string[] {
  if (order.length === 0) return ['Why: there is nothing to merge'];
  const heads = alignColumns(order.map(({ agent, reason }, at) => [`  ${at + 1}`, style.name(agent), reason]));
  const told = new Set<MergeEdge>();
  const rows = order.flatMap(({ edges }, at) => {
    const fresh = edges.filter((edge) => !told.has(edge));
    for (const edge of fresh) told.add(edge);
    return [heads[at] ?? '', ...fresh.flatMap(edgeLines).map((text) => style.quiet(`       ${text}`))];
  });
  return [
    style.title('Why this order'),
    ...rows,
    '',
    style.title('Why this many at once, and this mode'),
    ...choices.flatMap((choice) => [
      `  ${choice.left} in the queue, ${atOnceReason(choice)}`,
      `  ${choice.reason}`,
      style.quiet(`  ${chanceReason(choice)}`),
    ]),
    ...(choices.length === 0 ? [style.quiet('  nothing to choose: one candidate, or no checks')] : []),
  ];
}

function edgeLines(edge: MergeEdge): string[] {
  const { between, conflicts, uses } = edge;
  const [one, other] = between;
  const paths = conflicts.map(({ path }) => path);
  const text = [...new Set(paths)];
  const meaning = uses.map((use) => useText(edge, use));
  return [
    ...(text.length > 0 ? [`${one} and ${other} conflict for git alone in ${some(text)}`] : []),
    ...meaning.slice(0, 3),
    ...(meaning.length > 3 ? [`and ${meaning.length - 3} more such uses of ${one} and ${other}`] : []),
  ];
}

function some(paths: readonly string[]): string {
  return `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ` and ${paths.length - 3} more` : ''}`;
}

function chanceReason({ chance, seen: { broken, passed } }: QueueChoice): string {
  const percent = `${(100 * chance).toFixed(0)} %`;
  if (broken + passed === 0) return `${percent}: assumed, as no candidate has gone through here yet`;
  return `${percent}: ${broken} of ${broken + passed} candidates broke the checks, beside an assumed 1 of 20`;
}
