import { defineCommand, type Script } from '@cdev/core/cli';

const dashboard = defineCommand({
  name: '',
  summary: 'One page of health, speed, errors and runs of all scripts, from which they can be started',
  positionals: {},
  options: {
    last: { type: 'duration', default: '30d', description: 'How far back it shows' },
    'read-only': { type: 'boolean', description: 'Show only: no script can be started from the page' },
    host: { type: 'string', placeholder: 'address', description: 'Where to serve it (default: 127.0.0.1)' },
    port: { type: 'number', default: 0, description: 'Its port (default: any that is free)' },
    export: {
      type: 'string',
      placeholder: 'folder',
      description: 'Write the page and its data there instead, for a site or an artefact of CI',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-dashboard', 'Prints the address of the page; end it with Ctrl-C.'],
    ['cdev-dashboard --export site --last 90d', 'Writes site/index.html and site/data.json.'],
  ],
  toOptions: ({ last, 'read-only': isReadOnly, host, port, export: folder }) => ({
    last,
    isReadOnly,
    host,
    port,
    folder,
  }),
  run: async (options, context) => (await import('./dashboard.ts')).dashboard(options, context),
  human: async (result, page) => (await import('./human.ts')).resultText(result, page),
});

export const script: Script = {
  name: 'cdev-dashboard',
  summary: dashboard.summary,
  commands: [dashboard],
  health: async (context) => (await import('./health.ts')).health(context),
};
