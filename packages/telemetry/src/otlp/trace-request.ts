import type { RunRecord } from '@cdev/core/cli';
import { redact } from '@cdev/core/log';
import type { Scope, Span, TraceRequest } from './otlp-data.ts';
import {
  attributes,
  endOf,
  identityOf,
  nanoseconds,
  resourceKey,
  resourceOf,
  startOf,
  type Attributes,
} from './run-facts.ts';

const internalKind = 1;
const errorStatus = 2;

/** A run is a span, by the conventions for programs: name and exit code of the process, `error.type` where it failed. */
export function traceRequest(records: readonly RunRecord[], scope: Scope, more: Attributes): TraceRequest {
  return {
    resourceSpans: [...Map.groupBy(records, resourceKey).values()].map((group) => ({
      resource: resourceOf(group[0] as RunRecord, more),
      scopeSpans: [{ scope, spans: group.map(spanOf) }],
    })),
  };
}

function spanOf(record: RunRecord): Span {
  const { script, command, status, exitCode, errorCode, pid, cpu, childCpu, peakMemory, repository } = record;
  return {
    ...identityOf(record),
    name: redact(command),
    kind: internalKind,
    startTimeUnixNano: nanoseconds(startOf(record)),
    endTimeUnixNano: nanoseconds(endOf(record)),
    attributes: attributes({
      'process.executable.name': script,
      'process.exit.code': exitCode,
      'process.pid': pid,
      'error.type': errorType(record),
      'cdev.command': command,
      'cdev.run.status': status,
      'cdev.run.cpu_time': cpu / 1000,
      'cdev.run.child_cpu_time': childCpu === undefined ? undefined : childCpu / 1000,
      'cdev.run.peak_memory': peakMemory,
      'cdev.repository.id': repository,
    }),
    status:
      status === 'error' ? { code: errorStatus, ...(errorCode !== undefined && { message: errorCode }) } : { code: 0 },
  };
}

/** The code of the house; for a run that failed without one, how it ended. */
export function errorType({ status, errorCode, exitCode }: RunRecord): string | undefined {
  return errorCode ?? (status === 'error' ? `exit ${exitCode}` : undefined);
}
