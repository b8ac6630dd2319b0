import { defineCommand, type Outcome, type Script } from '@cdev/core/cli';
import type { Addition } from './add.ts';
import type { Restored } from './restore.ts';

const sources = {
  registry: {
    type: 'string',
    array: true,
    placeholder: 'url',
    description: 'Registries that are asked beside those that npm is configured with',
  },
  from: { type: 'string', placeholder: 'url', description: 'Ask this registry alone' },
} as const;
const index = {
  type: 'string',
  array: true,
  placeholder: 'file',
  description: 'An index of scripts that somebody vouches for, beside ~/.cdev/marketplace/index.yaml',
} as const;
const accept = {
  type: 'string',
  array: true,
  choices: ['similar-name', 'owner-changed', 'more-permissions', 'vulnerable', 'provenance'],
  placeholder: 'risk',
  description: 'A risk that is taken; --yes alone takes none',
} as const;

const search = defineCommand({
  name: 'search',
  summary: 'Finds scripts by words, in registries and indexes',
  positionals: { words: { array: true, description: 'Words that all have to be there (default: all scripts)' } },
  options: {
    ...sources,
    index,
    tier: {
      type: 'string',
      choices: ['official', 'reviewed', 'listed', 'unknown'],
      default: 'unknown',
      placeholder: 'tier',
      description: 'The least trust that is shown',
    },
    limit: { type: 'number', default: 20, description: 'Scripts at most' },
  },
  changesWorld: false,
  examples: [
    ['cdev-marketplace search release notes', 'Finds scripts that have both words.'],
    ['cdev-marketplace search --tier reviewed', 'Shows what somebody reviewed.'],
  ],
  toOptions: ({ registry: registries, ...rest }) => ({ ...rest, registries }),
  run: async (options, context) => (await import('./marketplace.ts')).marketplace(options, context),
  human: async (result, page) => (await import('./human.ts')).searchText(result, page),
});

const inspect = defineCommand({
  name: 'inspect',
  summary: 'Tells what is known of a script: owner, signatures, what it may do and brings along',
  positionals: { package: { required: true, description: 'name, name@1.2.3 or name@next' } },
  options: {
    ...sources,
    index,
    try: {
      type: 'boolean',
      description: 'Start it too, in a temporary folder: what that costs, and what --health says',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-marketplace inspect @acme/cdev-hello', 'Tells it, and runs nothing of the package.'],
    ['cdev-marketplace inspect @acme/cdev-hello@1.2.0 --try', 'Starts it, held to what it says that it needs.'],
  ],
  toOptions: ({ package: spec, registry: registries, try: tries, from, index: indexes }) => ({
    spec,
    registries,
    from,
    index: indexes,
    tries,
  }),
  run: async (options, context) => (await import('./inspect.ts')).inspect(options, context),
  human: async (result, page) => (await import('./human.ts')).inspectionText(result, page),
});

const add = defineCommand({
  name: 'add',
  summary: 'Adds a script, exactly the version that was shown; without a name, all that the lock names',
  positionals: { package: { description: 'name, name@1.2.3 or name@next (default: what the lock names)' } },
  options: {
    ...sources,
    index,
    project: { type: 'boolean', description: 'For this project, in cdev.marketplace.json; else for you, in ~/.cdev' },
    accept,
  },
  changesWorld: true,
  examples: [
    ['cdev-marketplace add @acme/cdev-hello', 'Shows what it may do and brings, asks, and adds it as cdev hello.'],
    ['cdev-marketplace add', 'Installs what the lock of the project names, exactly that.'],
  ],
  toOptions: ({
    package: spec,
    registry: registries,
    project: isProject,
    'dry-run': isDryRun,
    yes: isYes,
    ...rest
  }) => ({
    ...rest,
    spec,
    registries,
    isProject,
    isDryRun,
    isYes,
  }),
  run: async ({ spec, ...options }, context): Promise<Outcome<Addition | readonly Restored[]>> =>
    spec === undefined
      ? (await import('./restore.ts')).restore(options, context)
      : (await import('./add.ts')).add({ ...options, spec }, context),
  human: async (result, page) => (await import('./human.ts')).additionText(result, page),
});

const list = defineCommand({
  name: 'list',
  summary: 'Lists what was added, each held against its digest',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [['cdev-marketplace list', 'Shows what is here, and whether its files are as they were installed.']],
  toOptions: () => undefined,
  run: async (_, context) => (await import('./list.ts')).list(context),
  human: async (result, page) => (await import('./human.ts')).listText(result, page),
});

const update = defineCommand({
  name: 'update',
  summary: 'Updates what was added, after showing what changes; another owner or more permissions need their own yes',
  positionals: { scripts: { array: true, description: 'Names of scripts (default: all)' } },
  options: { index, accept },
  changesWorld: true,
  examples: [
    ['cdev-marketplace update --dry-run', 'Shows versions, permissions, packages and owners that would change.'],
    ['cdev-marketplace update hello --accept owner-changed', 'Updates one whose new owner you know.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, yes: isYes, ...rest }) => ({ ...rest, isDryRun, isYes }),
  run: async (options, context) => (await import('./update.ts')).update(options, context),
  human: async (result, page) => (await import('./human.ts')).updateText(result, page),
});

const remove = defineCommand({
  name: 'remove',
  summary: 'Removes a script that was added',
  positionals: { script: { required: true, description: 'Its name' } },
  options: {},
  changesWorld: true,
  examples: [['cdev-marketplace remove hello', 'Takes it out of the lock, and its files away.']],
  toOptions: ({ script: word, 'dry-run': isDryRun }) => ({ script: word, isDryRun }),
  run: async (options, context) => (await import('./remove.ts')).remove(options, context),
  human: async (result, page) => (await import('./human.ts')).removalText(result, page),
});

const checkIndex = defineCommand({
  name: 'check-index',
  summary: 'Holds an index against its schema and the registries',
  positionals: { file: { required: true, description: 'The index, YAML or JSON' } },
  options: sources,
  changesWorld: false,
  examples: [['cdev-marketplace check-index index.yaml', 'Tells what is not so as the index says.']],
  toOptions: ({ file, registry: registries, from }) => ({ file, registries, from }),
  run: async (options, context) => (await import('./check-index.ts')).checkIndex(options, context),
  human: async (result, page) => (await import('./human.ts')).indexText(result, page),
});

export const script: Script = {
  name: 'cdev-marketplace',
  summary: 'Finds, inspects and adds scripts of others',
  commands: [search, inspect, add, list, update, remove, checkIndex],
  health: async (context) => (await import('./health.ts')).health(context),
};
