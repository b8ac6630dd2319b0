import { defineCommand, type Script } from '@cdev/core/cli';

const history = { type: 'string', placeholder: 'file', description: 'Another history than that of ~/.cdev' } as const;
const node = {
  type: 'string',
  array: true,
  placeholder: 'version',
  description: "Try with these versions of Node, from npm's node package: 22,24,26 (default: the one that runs this)",
} as const;

const check = defineCommand({
  name: '',
  summary: 'Starts every script and tells which are well',
  positionals: {
    scripts: { array: true, description: 'Names of scripts; with --installed also of any package (default: all)' },
  },
  options: {
    installed: {
      type: 'boolean',
      description: 'As the registry gives them to users now: by npx, and installed in an empty project',
    },
    node,
    'time-limit': { type: 'duration', default: '60s', description: 'How long one start may take' },
    'fail-on': {
      type: 'string',
      choices: ['broken', 'degraded'],
      default: 'broken',
      placeholder: 'state',
      description: 'From which state on the exit code is 1',
    },
    history,
    webhook: {
      type: 'string',
      placeholder: 'url',
      description: 'Told when something changed (default: CDEV_HEALTH_WEBHOOK)',
    },
    issue: {
      type: 'string',
      placeholder: 'file',
      description: 'When something changed, write an issue as Markdown to this file',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-health-check', 'Starts every script of this workspace or project.'],
    ['cdev-health-check prepublish --node 22,24,26', 'Tries one with three versions of Node.'],
    ['cdev-health-check --installed', 'Tries what users get from the registry today.'],
  ],
  toOptions: ({ 'time-limit': timeLimit, 'fail-on': failOn, webhook, ...rest }, { env }) => ({
    ...rest,
    timeLimit,
    failOn,
    node: rest.node ?? [],
    webhook: webhook ?? env['CDEV_HEALTH_WEBHOOK'],
  }),
  run: async (options, context) => (await import('./health-check.ts')).healthCheck(options, context),
  human: async (result, page) => (await import('./human.ts')).reportText(result, page),
});

const show = defineCommand({
  name: 'history',
  summary: 'Shows the last checks of every script',
  positionals: {},
  options: { last: { type: 'number', default: 30, description: 'How many checks' }, history },
  changesWorld: false,
  examples: [['cdev-health-check history --last 7', 'Shows a mark a check, the newest right.']],
  toOptions: ({ last, history: file }) => ({ last, history: file }),
  run: async (options, context) => (await import('./history/show-history.ts')).showHistory(options, context),
  human: async (result, page) => (await import('./human.ts')).historyText(result, page),
});

const badge = defineCommand({
  name: 'badge',
  summary: 'Writes the newest check as an SVG badge',
  positionals: { file: { required: true, description: 'The file to write' } },
  options: { history },
  changesWorld: true,
  examples: [['cdev-health-check badge health.svg', 'Writes it.']],
  toOptions: ({ file, history: from, 'dry-run': isDryRun }) => ({ file, history: from, isDryRun }),
  run: async (options, context) => (await import('./automation/write-badge.ts')).writeBadge(options, context),
  human: async (result, page) => (await import('./human.ts')).writtenText(result, page),
});

const workflow = defineCommand({
  name: 'workflow',
  summary: 'Writes the GitHub workflow that checks every day',
  positionals: { scripts: { array: true, description: 'Names of scripts (default: all)' } },
  options: {
    file: {
      type: 'string',
      default: '.github/workflows/script-health.yml',
      placeholder: 'file',
      description: 'From the root of the workspace',
    },
    node,
    schedule: { type: 'string', default: '17 5 * * *', placeholder: 'cron', description: 'When, in UTC' },
  },
  changesWorld: true,
  examples: [['cdev-health-check workflow --node 22,24,26 --dry-run', 'Shows the workflow.']],
  toOptions: ({ 'dry-run': isDryRun, scripts, file, schedule, ...rest }) => ({
    scripts,
    file,
    schedule,
    isDryRun,
    node: rest.node ?? [],
  }),
  run: async (options, context) => (await import('./automation/write-workflow.ts')).writeWorkflow(options, context),
  human: async (result, page) => (await import('./human.ts')).writtenText(result, page),
});

export const script: Script = {
  name: 'cdev-health-check',
  summary: check.summary,
  commands: [check, show, badge, workflow],
  health: async (context) => (await import('./health.ts')).health(context),
};
