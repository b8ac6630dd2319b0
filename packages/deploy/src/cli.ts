import { defineCommand, type Script } from '@cdev/core/cli';

const environment = { required: true, description: 'The environment in the deploy file, such as production' } as const;
const file = {
  type: 'string',
  placeholder: 'file',
  description: 'The deploy file (cdev.deploy.yaml without it)',
} as const;
const release = {
  type: 'string',
  placeholder: 'name',
  description: 'What the release is called, a version or a tag; its digest without it',
} as const;
const artefact = {
  type: 'string',
  placeholder: 'path',
  description: 'Deploy this folder, or tar archive, instead of the one in the deploy file',
} as const;

const plan = defineCommand({
  name: 'plan',
  summary: 'Shows what a deployment would do, with a digest to apply it by',
  positionals: { environment },
  options: { release, artefact, file },
  changesWorld: false,
  examples: [
    ['cdev-deploy plan production', 'Looks at every host and says what would be done there.'],
    ['cdev-deploy plan production --release v1.4.0 --json', 'The same for a named release, as JSON.'],
  ],
  toOptions: (args) => args,
  run: async (options, context) => (await import('./plan-deployment.ts')).planDeployment(options, context),
  human: async (result, page) => (await import('./human.ts')).planText(result, page),
});

const apply = defineCommand({
  name: 'apply',
  summary: 'Deploys: uploads, switches batch by batch, checks, and takes everything back when it fails',
  positionals: { environment },
  options: {
    plan: {
      type: 'string',
      placeholder: 'digest',
      description: 'Carry out this plan, and refuse when the world has moved since',
    },
    release,
    artefact,
    file,
  },
  changesWorld: true,
  examples: [
    ['cdev-deploy apply staging --yes', 'Deploys to every host of staging.'],
    ['cdev-deploy apply production --plan 5d0c2a91', 'Carries out the plan with that digest, if it still holds.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./deploy.ts')).deploy(options, context),
  human: async (result, page) => (await import('./human.ts')).applyText(result, page),
});

const rollback = defineCommand({
  name: 'rollback',
  summary: 'Goes back to a release that the hosts still have',
  positionals: { environment },
  options: {
    to: {
      type: 'string',
      placeholder: 'release',
      description: 'This one; the newest good one before the current without it',
    },
    file,
  },
  changesWorld: true,
  examples: [
    ['cdev-deploy rollback production', 'Goes back to the release before.'],
    ['cdev-deploy rollback production --to v1.3.2', 'Goes back to that one.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./deploy.ts')).rollBack(options, context),
  human: async (result, page) => (await import('./human.ts')).applyText(result, page),
});

const status = defineCommand({
  name: 'status',
  summary: 'Shows what every host has, who holds it and how it is',
  positionals: { environment },
  options: { file },
  changesWorld: false,
  examples: [
    ['cdev-deploy status production', 'One line for each host.'],
    ['cdev-deploy status production --json', 'The same as JSON, with all releases.'],
  ],
  toOptions: (args) => args,
  run: async (options, context) => (await import('./show-status.ts')).showStatus(options, context),
  human: async (result, page) => (await import('./human.ts')).statusText(result, page),
});

const logs = defineCommand({
  name: 'logs',
  summary: 'Shows who switched what and when, as the hosts recorded it',
  positionals: { environment },
  options: {
    host: { type: 'string', placeholder: 'name', description: 'Of this host only' },
    app: { type: 'boolean', description: "What the environment's logs command prints instead" },
    lines: { type: 'number', default: 20, description: 'Lines of each host' },
    file,
  },
  changesWorld: false,
  examples: [
    ['cdev-deploy logs production', 'The record of every host, and whether somebody has changed it.'],
    ['cdev-deploy logs production --app --host web1 --lines 200', 'The last lines of the application there.'],
  ],
  toOptions: ({ lines, ...args }) => ({ ...args, lines: Math.max(1, Math.trunc(lines)) }),
  run: async (options, context) => (await import('./show-logs.ts')).showLogs(options, context),
  human: async (result, page) => (await import('./human.ts')).logsText(result, page),
});

const trust = defineCommand({
  name: 'trust',
  summary: "Shows the fingerprints of a host's keys and pins them",
  positionals: { host: { required: true, description: 'Name or address of a host in the deploy file' } },
  options: {
    fingerprint: {
      type: 'string',
      placeholder: 'SHA256:…',
      description: 'Pin the key that has this fingerprint, without a question',
    },
    replace: { type: 'boolean', description: 'Pin other keys than the ones that are pinned' },
    file,
  },
  changesWorld: true,
  examples: [
    ['cdev-deploy trust web1', 'Shows what the host shows, asks, and pins it in cdev.known_hosts.'],
    [
      'cdev-deploy trust web1 --fingerprint SHA256:4mX…',
      'Pins the key that has the fingerprint you know from elsewhere.',
    ],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./trust-host.ts')).trustHost(options, context),
  human: async (result, page) => (await import('./human.ts')).trustText(result, page),
});

const recover = defineCommand({
  name: 'recover',
  summary: 'Takes back what a deployment left that did not come to its end',
  positionals: { environment },
  options: { file },
  changesWorld: true,
  examples: [
    ['cdev-deploy recover production --dry-run', 'Says which hosts are half deployed.'],
    [
      'cdev-deploy recover production --yes',
      'Takes them back to what they had. (To complete it instead, apply the same again.)',
    ],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./recover-deployment.ts')).recoverDeployment(options, context),
  human: async (result, page) => (await import('./human.ts')).recoverText(result, page),
});

const unlock = defineCommand({
  name: 'unlock',
  summary: 'Takes the lock away from a deployment that is dead',
  positionals: { environment },
  options: { file },
  changesWorld: true,
  examples: [
    ['cdev-deploy unlock production --dry-run', 'Says who holds which host.'],
    ['cdev-deploy unlock production', 'Asks, and takes the locks away.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./unlock-hosts.ts')).unlockHosts(options, context),
  human: async (result, page) => (await import('./human.ts')).unlockText(result, page),
});

const maintenance = defineCommand({
  name: 'maintenance',
  summary: 'Puts a maintenance page on every host, or takes it away',
  positionals: { environment, state: { required: true, description: 'on or off' } },
  options: {
    page: { type: 'string', placeholder: 'file', description: 'The page, an HTML file; a plain one without it' },
    file,
  },
  changesWorld: true,
  examples: [
    [
      'cdev-deploy maintenance production on --page back-soon.html',
      'Web servers that are set up for it show the page.',
    ],
    ['cdev-deploy maintenance production off', 'Takes it away.'],
  ],
  toOptions: ({ 'dry-run': isDryRun, ...args }) => ({ ...args, isDryRun }),
  run: async (options, context) => (await import('./set-maintenance.ts')).setMaintenance(options, context),
  human: async (result, page) => (await import('./human.ts')).maintenanceText(result, page),
});

export const script: Script = {
  name: 'cdev-deploy',
  summary:
    'Deploys releases to hosts over SSH: planned, locked, switched atomically, checked, and taken back when they fail',
  commands: [plan, apply, rollback, status, logs, trust, recover, unlock, maintenance],
  health: async (context) => (await import('./health.ts')).health(context),
};
