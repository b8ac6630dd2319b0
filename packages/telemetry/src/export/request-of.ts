import type { RunRecord } from '@cdev/core/cli';
import { logRequest } from '../otlp/log-request.ts';
import { countRuns, type SeriesTotals } from '../otlp/metric-request.ts';
import type { Request, Scope, Signal } from '../otlp/otlp-data.ts';
import type { Attributes } from '../otlp/run-facts.ts';
import { traceRequest } from '../otlp/trace-request.ts';

export interface RequestParts {
  readonly signal: Signal;
  readonly totals: SeriesTotals;
  readonly scope: Scope;
  /** The user's own attributes of the resource. */
  readonly more: Attributes;
}

/** One request of one signal, and what the series come to with it. */
export function requestOf(
  records: readonly RunRecord[],
  { signal, totals, scope, more }: RequestParts,
): { readonly request: Request; readonly totals: SeriesTotals } {
  if (signal === 'metrics') return countRuns(records, { totals, scope, more });
  return { request: (signal === 'traces' ? traceRequest : logRequest)(records, scope, more), totals };
}
