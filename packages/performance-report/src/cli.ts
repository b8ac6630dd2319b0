import { defineCommand, type Script } from '@cdev/core/cli';

const last = { type: 'duration', default: '90d', description: 'How far to look back' } as const;

const report = defineCommand({
  name: '',
  summary: 'Tells what runs cost, and where a script became slower',
  positionals: { script: { description: 'Only this script' } },
  options: {
    last,
    recent: {
      type: 'duration',
      default: '14d',
      description: 'A change found longer ago is shown, and no finding any more',
    },
    'no-calibration': { type: 'boolean', description: 'Measure nothing; use the calibrations that there are' },
    'fail-on': {
      type: 'string',
      choices: ['regression', 'budget', 'any', 'never'],
      default: 'any',
      placeholder: 'what',
      description: 'What makes the exit code 1',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-performance-report', 'Shows CPU and memory of every script, and what changed in 90 days.'],
    ['cdev-performance-report prepublish --last 365d', 'Shows a year of one script.'],
  ],
  toOptions: ({ 'no-calibration': noCalibration, 'fail-on': failOn, ...rest }) => ({
    ...rest,
    failOn,
    calibration: !noCalibration,
  }),
  run: async (options, context) => (await import('./performance-report.ts')).performanceReport(options, context),
  human: async (result, page) => (await import('./human.ts')).reportText(result, page),
});

const bench = defineCommand({
  name: 'bench',
  summary: 'Compares what two versions of a script cost, run in turn',
  positionals: { script: { required: true, description: 'The script that is here' } },
  options: {
    against: {
      type: 'string',
      default: 'latest',
      placeholder: 'version',
      description: 'A version or tag in the registry, or the folder of a package',
    },
    rounds: { type: 'number', default: 20, description: 'How many pairs of runs' },
    threshold: { type: 'number', default: 5, description: 'From how many per cent more CPU on it is a finding' },
    'exit-code': { type: 'number', default: 0, description: 'How every run has to end' },
  },
  changesWorld: false,
  examples: [
    [
      'cdev-performance-report bench prepublish --against 1.3.0 -- --offline --json',
      'Runs both with the words behind the dashes.',
    ],
  ],
  toOptions: ({ 'exit-code': exitCode, threshold, '--': args, ...rest }) => ({
    ...rest,
    exitCode,
    threshold: threshold / 100,
    args: args.length === 0 ? ['--help'] : args,
  }),
  run: async (options, context) => (await import('./bench/compare-versions.ts')).compareVersions(options, context),
  human: async (result, page) => (await import('./human.ts')).comparisonText(result, page),
});

const budget = defineCommand({
  name: 'budget',
  summary: 'Starts scripts here and holds what that costs against their budgets',
  positionals: { scripts: { array: true, description: 'Which; all that have a budget unless said' } },
  options: { rounds: { type: 'number', default: 7, description: 'How many starts each' } },
  changesWorld: false,
  examples: [['cdev-performance-report budget prepublish', 'Measures start, memory and smoke run of one script.']],
  toOptions: ({ scripts, rounds }) => ({ scripts, rounds }),
  run: async (options, context) => (await import('./budget/measure-budgets.ts')).measureBudgets(options, context),
  human: async (result, page) => (await import('./human.ts')).budgetsText(result, page),
});

const chart = defineCommand({
  name: 'chart',
  summary: 'Draws the CPU of a script, here or as SVG',
  positionals: {
    script: { required: true, description: 'The script' },
    file: { description: 'The SVG to write; without one it is drawn here' },
  },
  options: { last },
  changesWorld: true,
  examples: [
    ['cdev-performance-report chart prepublish', 'Draws 90 days in the terminal, with what changed.'],
    ['cdev-performance-report chart prepublish prepublish.svg', 'The same as SVG.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, script, file, last: back }) => ({ script, file, last: back, isDryRun }),
  run: async (options, context) => (await import('./chart/write-chart.ts')).writeChart(options, context),
  human: async (result, page) => (await import('./human.ts')).drawnText(result, page),
});

const calibrate = defineCommand({
  name: 'calibrate',
  summary: 'Measures this machine: the unit of all other figures',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev-performance-report calibrate', 'Measures and keeps it; the report does so by itself once a day.']],
  toOptions: () => undefined,
  run: async (_, context) => ({
    result: await (await import('./calibration/calibrate.ts')).calibrate(context),
    status: 'ok' as const,
  }),
  human: async (result, page) => (await import('./human.ts')).calibrationText(result, page),
});

export const script: Script = {
  name: 'cdev-performance-report',
  summary: report.summary,
  commands: [report, bench, budget, chart, calibrate],
  health: async (context) => (await import('./health.ts')).health(context),
};
