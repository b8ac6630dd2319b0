import type { RunRecord } from '@cdev/core/cli';
import {
  anyValue,
  attributes,
  endOf,
  identityOf,
  nanoseconds,
  resourceKey,
  resourceOf,
  type Attributes,
} from './run-facts.ts';
import type { LogRecord, LogRequest, Scope } from './otlp-data.ts';
import { errorType } from './trace-request.ts';

const errorSeverity = 17;

/** What failed, a log record each, joined to its span. The words of the message stay here: they may speak of what is nobody else's business. */
export function logRequest(records: readonly RunRecord[], scope: Scope, more: Attributes): LogRequest {
  return {
    resourceLogs: [...Map.groupBy(records, resourceKey).values()].map((group) => ({
      resource: resourceOf(group[0] as RunRecord, more),
      scopeLogs: [{ scope, logRecords: group.map(logRecordOf) }],
    })),
  };
}

export function isLogged({ status }: RunRecord): boolean {
  return status === 'error';
}

function logRecordOf(record: RunRecord): LogRecord {
  const identity = identityOf(record);
  const time = nanoseconds(endOf(record));
  const type = errorType(record) as string;
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: errorSeverity,
    severityText: 'ERROR',
    body: anyValue(`${record.command} failed: ${type}`),
    attributes: attributes({
      'log.record.uid': identity.spanId,
      'error.type': type,
      'process.exit.code': record.exitCode,
      'cdev.command': record.command,
    }),
    ...identity,
    eventName: 'cdev.run.failed',
  };
}
