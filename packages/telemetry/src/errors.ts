import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_TELEMETRY_NO_ENDPOINT: errorEntry({
    kind: 'usage',
    title: 'It was not said where to send to',
    message: () => 'No endpoint was named, so nothing was sent',
    steps: () => [
      'Name one: cdev-telemetry export --endpoint http://localhost:4318',
      'Or set OTEL_EXPORTER_OTLP_ENDPOINT',
      'Or write to a file: --output runs.jsonl',
    ],
  }),
  CDEV_E_TELEMETRY_ENDPOINT_INVALID: errorEntry<{ option: string; problem: string }>({
    kind: 'usage',
    title: 'Where or how to send cannot be used as it was given',
    message: ({ option, problem }) => `${option} ${problem}`,
    steps: () => ['See what is possible: cdev-telemetry export --help'],
  }),
  CDEV_E_TELEMETRY_ENDPOINT_NOT_YOURS: errorEntry({
    kind: 'usage',
    title: 'A configuration file of the repository says where to send to; that is for the person who sends to say',
    message: () => 'The endpoint stands in the configuration of the repository, and is not taken from there',
    steps: () => ['Name it with --endpoint or OTEL_EXPORTER_OTLP_ENDPOINT', 'Take it out of the configuration file'],
  }),
  CDEV_E_TELEMETRY_NOT_ALLOWED: errorEntry<{ endpoint: string; status: string; reason: string }>({
    kind: 'environment',
    title: 'The receiver wants other credentials',
    message: ({ endpoint, status, reason }) => `${endpoint} does not take it from you (${status})${reason}`,
    steps: () => [
      'Give its key: OTEL_EXPORTER_OTLP_HEADERS="api-key=…"',
      'Run it again: it goes on with what was not taken',
    ],
  }),
  CDEV_E_TELEMETRY_REFUSED: errorEntry<{ endpoint: string; status: string; count: string; reason: string }>({
    kind: 'failure',
    title: 'The receiver refused what was sent',
    message: ({ endpoint, status, count, reason }) => `${endpoint} refused ${count} (${status})${reason}`,
    steps: () => [
      'Check the address, and that it takes OTLP over HTTP',
      'Try the other form: --protocol json',
      'If it takes some signals only, name them: --signals metrics',
      'To pass over what it will never take, begin later: --since 1d',
    ],
  }),
  CDEV_E_TELEMETRY_UNREACHABLE: errorEntry<{ endpoint: string; reason: string }>({
    kind: 'environment',
    title: 'The receiver cannot be reached',
    message: ({ endpoint, reason }) => `${endpoint} cannot be reached: ${reason}`,
    steps: () => [
      'Check that it runs and can be reached from here',
      'Run it again: it goes on with what was not taken',
    ],
  }),
  CDEV_E_TELEMETRY_CURSOR_UNREADABLE: errorEntry<{ file: string }>({
    kind: 'failure',
    title: 'What was sent before cannot be read any more',
    message: ({ file }) => `${file} does not say what was sent before`,
    steps: ({ file }) => [`Remove ${file}: all is sent again, with the same ids as before`],
  }),
  CDEV_E_TELEMETRY_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}, and the space on the disk`],
  }),
  CDEV_E_TELEMETRY_TOO_YOUNG: errorEntry<{ least: string }>({
    kind: 'usage',
    title: 'Records would be removed that runs of today may still add to',
    message: ({ least }) => `Only what is older than ${least} can be removed`,
    steps: ({ least }) => [`Give --older-than at least ${least}`],
  }),
});
