import { defineCommand, type Script } from '@cdev/core/cli';

const maxAge = {
  type: 'duration',
  default: '1h',
  description: 'A cached copy is fresh until it is this old',
} as const;

const cache = defineCommand({
  name: '',
  summary: 'Fetches issues from Linear, GitHub or files and caches them for offline use',
  positionals: {
    issues: {
      array: true,
      description: 'ENG-123, owner/repository#12, #12, an address of either, a Markdown or YAML file, or - for stdin',
    },
  },
  options: {
    source: {
      type: 'string',
      choices: ['auto', 'linear', 'github', 'file'],
      default: 'auto',
      placeholder: 'name',
      description: 'Where the issues come from',
    },
    team: { type: 'string', placeholder: 'key', description: 'All issues of this Linear team' },
    project: { type: 'string', placeholder: 'name', description: 'All issues of this Linear project' },
    cycle: {
      type: 'string',
      placeholder: 'cycle',
      description: 'All issues of this Linear cycle: its number, its name or "current"',
    },
    query: { type: 'string', placeholder: 'text', description: 'All Linear issues in whose text these words stand' },
    refresh: { type: 'boolean', description: 'Fetch even what is cached and fresh' },
    'max-age': maxAge,
    offline: { type: 'boolean', description: 'Never use the network; an issue that is not cached is an error' },
    'time-limit': { type: 'duration', default: '30s', description: 'How long one answer may take' },
    'max-wait': {
      type: 'duration',
      default: '1m',
      description: 'How long to go on trying when a service is busy or down',
    },
    concurrency: { type: 'number', default: 4, description: 'How many issues are fetched at a time' },
  },
  changesWorld: false,
  examples: [
    ['cdev-cache-linear-issue ENG-123 ENG-124', 'Caches two issues from Linear, with their comments and relations.'],
    [
      'cdev-cache-linear-issue --team ENG --cycle current',
      "Caches what changed in the team's current cycle since the last time.",
    ],
    [
      'cdev-cache-linear-issue owner/repository#12 --refresh',
      'Fetches an issue from GitHub even if the cached copy is fresh.',
    ],
    ['cdev-cache-linear-issue docs/login.md', 'Caches an issue that is written as Markdown in a file.'],
  ],
  toOptions: ({ issues, source, refresh, offline, concurrency, ...options }) => ({
    references: issues,
    group: { team: options.team, project: options.project, cycle: options.cycle, query: options.query },
    source,
    refresh,
    offline,
    concurrency,
    maxAge: options['max-age'],
    timeLimit: options['time-limit'],
    maxWait: options['max-wait'],
  }),
  run: async (options, context) => (await import('./cache-linear-issue.ts')).cacheLinearIssue(options, context),
  human: async (result, page) => (await import('./human.ts')).cacheText(result, page),
});

const list = defineCommand({
  name: 'list',
  summary: 'Lists the cached issues',
  positionals: {},
  options: { 'max-age': maxAge },
  changesWorld: false,
  examples: [
    ['cdev-cache-linear-issue list', 'Shows what is cached, with its state and age.'],
    ['cdev-cache-linear-issue list --json', 'The same as JSON.'],
  ],
  toOptions: ({ 'max-age': maxAge }) => ({ maxAge }),
  run: async (options, context) => (await import('./list-cache.ts')).listCache(options, context),
  human: async (result, page) => (await import('./human.ts')).listText(result, page),
});

const show = defineCommand({
  name: 'show',
  summary: 'Shows a cached issue',
  positionals: { issue: { required: true, description: 'The id of the issue' } },
  options: { 'max-age': maxAge },
  changesWorld: false,
  examples: [
    ['cdev-cache-linear-issue show ENG-123', 'Shows description, relations and comments of the cached copy.'],
    ['cdev-cache-linear-issue show ENG-123 -o yaml', 'The same as YAML.'],
  ],
  toOptions: ({ issue, 'max-age': maxAge }) => ({ reference: issue, maxAge }),
  run: async (options, context) => (await import('./show-issue.ts')).showIssue(options, context),
  human: async (result, page) => (await import('./human.ts')).showText(result, page),
});

const prune = defineCommand({
  name: 'prune',
  summary: 'Removes old copies from the cache',
  positionals: {},
  options: {
    'older-than': { type: 'duration', default: '30d', description: 'Remove copies that were fetched longer ago' },
  },
  changesWorld: true,
  examples: [
    ['cdev-cache-linear-issue prune --older-than 90d', 'Removes copies that are older than 90 days.'],
    ['cdev-cache-linear-issue prune --dry-run', 'Shows what would be removed.'],
  ],
  toOptions: ({ 'older-than': olderThan, 'dry-run': isDryRun }) => ({ olderThan, isDryRun }),
  run: async (options, context) => (await import('./prune-cache.ts')).pruneCache(options, context),
  human: async (result, page) => (await import('./human.ts')).pruneText(result, page),
});

export const script: Script = {
  name: 'cdev-cache-linear-issue',
  summary: cache.summary,
  commands: [cache, list, show, prune],
  health: async (context) => (await import('./health.ts')).health(context),
};
