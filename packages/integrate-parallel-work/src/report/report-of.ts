import { checksOf } from '@cdev/deployment-plan';
import type { Integration } from '../integration.ts';
import type { IntegrateOptions } from '../options.ts';
import type { FoundInOrder } from '../order/find-in-order.ts';
import type { QueueChoice } from '../queue/choose-queue.ts';
import {
  reportSchemaVersion,
  type IntegrationReport,
  type ReportedAbsence,
  type ReportedMerge,
} from './integration-report.ts';

export interface Reporting {
  readonly options: IntegrateOptions;
  readonly begun: { readonly found: FoundInOrder; readonly from: string; readonly startedAt: string };
  readonly queue?: readonly QueueChoice[];
  readonly to: string;
  readonly merged: readonly ReportedMerge[];
  readonly ejected: readonly ReportedAbsence[];
  readonly duration: number;
}

/** What is to be said of an integration before anything has moved. */
export function reportOf({ plan, target, memory }: Integration, reporting: Reporting): IntegrationReport {
  const { options, begun, queue = [], to, merged, ejected, duration } = reporting;
  const { found, from, startedAt } = begun;
  const absent = found.absent.flatMap(({ agent, kind, reason }) =>
    kind === 'in-target' ? [] : [{ agent, kind, reason }],
  );
  const isWhole = ejected.length === 0 && absent.every(({ kind }) => kind === 'skipped');
  return {
    schemaVersion: reportSchemaVersion,
    plan: plan.id,
    title: plan.title,
    target,
    strategy: options.strategy,
    from,
    to,
    moved: false,
    outcome: merged.length === 0 ? 'nothing' : isWhole ? 'complete' : 'partial',
    order: wholeOrder(plan, found),
    checks: checksOf(plan, ...found.candidates.map(({ agent }) => agent.id)).map(({ name }) => name),
    merged,
    notMerged: [...ejected, ...absent],
    inTarget: found.absent.filter(({ kind }) => kind === 'in-target').map(({ agent }) => agent),
    notes: [...found.notes, ...(memory?.notes() ?? [])],
    ...(queue.length > 0 && { queue }),
    startedAt,
    duration: Math.round(duration),
  };
}

/** All agents as the plan has them, the candidates among them in their own order. */
function wholeOrder({ mergeOrder, agents }: Integration['plan'], { order }: FoundInOrder): string[] {
  const queue = order.map(({ agent }) => agent);
  const all = [...new Set([...mergeOrder, ...agents.map(({ id }) => id)])];
  const next = queue.values();
  return all.map((id) => (queue.includes(id) ? (next.next().value ?? id) : id));
}
