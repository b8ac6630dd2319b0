import { defineCommand, type Script } from '@cdev/core/cli';

const looking = {
  'min-age': {
    type: 'duration',
    default: '3d',
    description: 'How long a version must have been out before it is proposed',
  },
  'unmaintained-after': { type: 'duration', default: '104w', description: 'How long without a release is too long' },
  'deny-licence': {
    type: 'string',
    array: true,
    placeholder: 'licences',
    description: 'Licences that must not come in, such as AGPL-3.0',
  },
} as const;

const update = defineCommand({
  name: '',
  summary: 'Proposes updates of dependencies and tools as branches that were tested',
  positionals: { groups: { array: true, description: 'Only these groups of the profile (default: all)' } },
  options: {
    profile: {
      type: 'string',
      choices: ['weekly', 'monthly', 'quarterly'],
      default: 'weekly',
      placeholder: 'name',
      description: 'What is proposed: compatible updates; also what is unused or twice; also major versions',
    },
    check: {
      type: 'string',
      array: true,
      placeholder: 'command',
      description: 'A command that judges an update (default: build, types, lint and tests of the project)',
    },
    base: { type: 'string', placeholder: 'commit', description: 'What the updates are made on (default: HEAD)' },
    again: { type: 'boolean', description: 'Try again what was tried on this commit before' },
    scripts: { type: 'boolean', description: 'Let packages run their installation scripts' },
    ...looking,
  },
  changesWorld: true,
  examples: [
    ['cdev-update-dependencies --dry-run', 'Shows what would be tried this week.'],
    ['cdev-update-dependencies --profile quarterly --yes', 'Tries major versions too, each on a branch of its own.'],
    ['cdev-update-dependencies security --yes', 'Only what takes known vulnerabilities away.'],
  ],
  toOptions: ({
    groups,
    profile,
    check,
    base,
    again,
    scripts,
    'min-age': minimumAge,
    'unmaintained-after': silence,
    'deny-licence': deniedLicences,
    'dry-run': isDryRun,
  }) => ({
    only: groups,
    profile,
    checks: check,
    base,
    again,
    runsScripts: scripts,
    minimumAge,
    silence,
    deniedLicences,
    isDryRun,
  }),
  run: async (options, context) => (await import('./update-dependencies.ts')).updateDependencies(options, context),
  human: async (result, page) => (await import('./human.ts')).updateText(result, page),
});

const report = defineCommand({
  name: 'report',
  summary:
    'Tells what is outdated, vulnerable, deprecated, unmaintained, unused, twice there, or under which licence; changes nothing',
  positionals: {},
  options: looking,
  changesWorld: false,
  examples: [['cdev-update-dependencies report --deny-licence AGPL-3.0', 'Exit code 1 for what should not wait.']],
  toOptions: ({ 'min-age': minimumAge, 'unmaintained-after': silence, 'deny-licence': deniedLicences }) => ({
    minimumAge,
    silence,
    deniedLicences,
  }),
  run: async (options, context) => (await import('./report.ts')).report(options, context),
  human: async (result, page) => (await import('./human.ts')).reportText(result, page),
});

export const script: Script = {
  name: 'cdev-update-dependencies',
  summary: update.summary,
  commands: [update, report],
  health: async (context) => (await import('./health.ts')).health(context),
};
