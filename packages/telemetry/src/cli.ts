import { defineCommand, type Script } from '@cdev/core/cli';

const exported = defineCommand({
  name: 'export',
  summary: 'Sends the records of runs as traces, metrics and logs to a receiver of OTLP',
  positionals: {},
  options: {
    endpoint: {
      type: 'string',
      placeholder: 'url',
      description: 'Where to, without /v1/… (else what OTEL_EXPORTER_OTLP_ENDPOINT says)',
    },
    signals: {
      type: 'string',
      array: true,
      choices: ['traces', 'metrics', 'logs'],
      placeholder: 'which',
      description: 'What to send; all of it unless said',
    },
    protocol: {
      type: 'string',
      choices: ['protobuf', 'json'],
      placeholder: 'form',
      description: 'How to write it (else what OTEL_EXPORTER_OTLP_PROTOCOL says, else protobuf)',
    },
    since: { type: 'duration', description: 'Pass over runs that ended longer ago' },
    output: {
      type: 'string',
      placeholder: 'file',
      description: 'Write all of it there, as lines of JSON, and send nothing',
    },
    follow: { type: 'boolean', description: 'Go on with what comes, until interrupted' },
    patience: { type: 'duration', default: '30s', description: 'How long to wait for a receiver that is busy or away' },
  },
  changesWorld: true,
  pending: 'the receiver takes no more now; the same command goes on later',
  examples: [
    ['cdev-telemetry export --endpoint http://localhost:4318', 'Sends what this receiver has not had.'],
    ['cdev-telemetry export --output runs.jsonl --since 7d', 'Shows what would be sent, word for word.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, signals, ...rest }) => ({
    ...rest,
    signals: (['traces', 'metrics', 'logs'] as const).filter((each) => signals.length === 0 || signals.includes(each)),
    isDryRun,
  }),
  run: async (options, context) => (await import('./export/export-runs.ts')).exportRuns(options, context),
  human: async (result, page) => (await import('./human.ts')).exportText(result, page),
});

const status = defineCommand({
  name: 'status',
  summary: 'Shows what is recorded on this machine, and what has left it',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev-telemetry status', 'Shows records by month, and every receiver with what it has had.']],
  toOptions: () => undefined,
  run: async (_, context) => (await import('./telemetry.ts')).telemetry(context),
  human: async (result, page) => (await import('./human.ts')).statusText(result, page),
});

const prune = defineCommand({
  name: 'prune',
  summary: 'Removes old records of runs, whole months at a time',
  positionals: {},
  options: {
    'older-than': { type: 'duration', default: '365d', description: 'Remove months all of whose records are older' },
    'even-unsent': { type: 'boolean', description: 'Also what a receiver that was sent to before has not had' },
  },
  changesWorld: true,
  examples: [
    ['cdev-telemetry prune --older-than 90d --dry-run', 'Shows what would go.'],
    ['cdev-telemetry prune --older-than 90d --yes', 'Removes it without asking, as from a timer.'],
  ],
  toOptions: ({ 'older-than': olderThan, 'even-unsent': evenUnsent, 'dry-run': isDryRun }) => ({
    olderThan,
    evenUnsent,
    isDryRun,
  }),
  run: async (options, context) => (await import('./retention/prune-runs.ts')).pruneRuns(options, context),
  human: async (result, page) => (await import('./human.ts')).pruneText(result, page),
});

export const script: Script = {
  name: 'cdev-telemetry',
  summary: 'Sends the records of runs to where OpenTelemetry is read, and forgets old ones',
  commands: [exported, status, prune],
  health: async (context) => (await import('./health.ts')).health(context),
};
