import { defineCommand, type Command, type Script } from '@cdev/core/cli';

const status = defineCommand({
  name: 'status',
  summary: 'Shows where every deprecation stands, and what is due',
  positionals: { scripts: { array: true, description: 'Names of scripts (default: all that are deprecated)' } },
  options: {},
  changesWorld: false,
  examples: [
    ['cdev-deprecate-script status', 'Shows where every deprecation stands, and what is due (exit code 1).'],
    [
      'cdev-deprecate-script announce old-check --replacement cdev-new-check',
      'Gives the first notice, with both days.',
    ],
  ],
  toOptions: ({ scripts }) => scripts,
  run: async (names, context) => (await import('./show-status.ts')).showStatus(names, context),
  human: async (result, page) => (await import('./human.ts')).statusText(result, page),
});

const named = { required: true, description: 'The script' } as const;

const announce = defineCommand({
  name: 'announce',
  summary: 'Announces the end of a script: in the changelog, the README and its metadata',
  positionals: { script: named },
  options: {
    replacement: { type: 'string', placeholder: 'what', description: 'What users take instead' },
    guide: {
      type: 'string',
      default: 'MIGRATION.md',
      placeholder: 'file',
      description: 'The file of the package that will tell how to change over',
    },
    notice: { type: 'number', default: 30, placeholder: 'days', description: 'Before runs are warned; 30 at least' },
    warnings: {
      type: 'number',
      default: 90,
      placeholder: 'days',
      description: 'Of warnings before the end; 90 at least',
    },
  },
  changesWorld: true,
  examples: [['cdev-deprecate-script announce old-check --replacement cdev-new-check', 'Announces it, after a yes.']],
  toOptions: ({ script: name, replacement, guide, notice, warnings, 'dry-run': isDryRun }) => ({
    script: name,
    isDryRun,
    wanted: { stage: 'announced' as const, replacement, guide, notice, warnings },
  }),
  run: async (options, context) => (await import('./deprecate-script.ts')).deprecateScript(options, context),
  human: async (result, page) => (await import('./human.ts')).reportText(result, page),
});

function stageCommand(
  name: string,
  stage: 'warning' | 'migrating' | 'sunset' | 'withdrawn',
  { summary, example }: { readonly summary: string; readonly example: string },
): Command {
  return defineCommand({
    name,
    summary,
    positionals: { script: named },
    options: {},
    changesWorld: true,
    examples: [[`cdev-deprecate-script ${name} old-check`, example]],
    toOptions: ({ script: chosen, 'dry-run': isDryRun }) => ({ script: chosen, isDryRun, wanted: { stage } }),
    run: async (options, context) => (await import('./deprecate-script.ts')).deprecateScript(options, context),
    human: async (result, page) => (await import('./human.ts')).reportText(result, page),
  });
}

export const script: Script = {
  name: 'cdev-deprecate-script',
  summary:
    'Takes a script out of service in stages: announced, warned of, with a guide, and at last deprecated in the registry',
  commands: [
    status,
    announce,
    stageCommand('warn', 'warning', {
      summary: 'When the notice is over: README and changelog say that every run warns now',
      example: 'From the announced day on; runs of published versions warn from that day by themselves.',
    }),
    stageCommand('migrate', 'migrating', {
      summary: 'Hands the migration guide out with the package; refuses when there is none',
      example: 'Links the guide and packs it.',
    }),
    stageCommand('sunset', 'sunset', {
      summary: 'Ends it on its day: marks every published version as deprecated in the registry',
      example: 'After a yes, by the registry that npm is configured with.',
    }),
    stageCommand('withdraw', 'withdrawn', {
      summary: 'Takes a deprecation back, in the registry too',
      example: 'Removes banner and metadata, and tells it in the changelog.',
    }),
  ],
  health: async (context) => (await import('./health.ts')).health(context),
};
