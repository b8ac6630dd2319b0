import { defineCommand, type Script } from '@cdev/core/cli';

const monitor = defineCommand({
  name: '',
  summary: 'Shows what every agent is doing now, and which conflicts it would have if it were merged now',
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {
    once: { type: 'boolean', description: 'Show it once (default where there is no terminal)' },
    watch: { type: 'boolean', description: 'Go on showing it (default at a terminal)' },
    'until-done': { type: 'boolean', description: 'Go on until no agent runs any more' },
    interval: { type: 'duration', default: '1s', description: 'How often the view is renewed while agents run' },
    notify: {
      type: 'string',
      array: true,
      placeholder: 'way',
      description: 'Tell what becomes of agents: bell, desktop, or the address of a webhook',
    },
  },
  changesWorld: false,
  examples: [
    ['cdev-monitor-agents', 'At a terminal: a live view of the newest plan; end it with Ctrl-C.'],
    ['cdev-monitor-agents eng-123-login --once --json', 'The state of one plan as JSON.'],
    [
      'cdev-monitor-agents --watch --json --until-done',
      'One JSON document a line at each look, until no agent runs any more.',
    ],
    [
      'cdev-monitor-agents --watch --notify desktop',
      'Says on the desktop when an agent ends, fails or is merged, and when nothing runs any more.',
    ],
  ],
  toOptions: ({ plan, once, watch, 'until-done': untilDone, interval, notify }) => ({
    plan,
    once,
    watch,
    untilDone,
    interval,
    notify,
  }),
  run: async (options, context) => (await import('./monitor-agents.ts')).monitorAgents(options, context),
  human: async (result, page) => (await import('./human.ts')).runText(result, page),
});

const statusline = defineCommand({
  name: 'statusline',
  summary: 'The run in one short line, for a prompt, tmux or an assistant',
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {},
  changesWorld: false,
  examples: [['cdev-monitor-agents statusline', 'eng-1-desk  ● 2  ✓ 1  ✗ 1  41k tokens  $0.32']],
  toOptions: ({ plan }) => ({ plan, once: true, watch: false, untilDone: false, interval: 1000, notify: [] }),
  run: async (options, context) => (await import('./monitor-agents.ts')).monitorAgents(options, context),
  human: async (result, page) => (await import('./human.ts')).statuslineText(result, page),
});

const web = defineCommand({
  name: 'web',
  summary: 'The same as a page in the browser, on this machine only unless told otherwise',
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {
    host: { type: 'string', placeholder: 'address', description: 'Where to serve it (default: 127.0.0.1)' },
    port: { type: 'number', default: 0, description: 'Its port (default: any that is free)' },
    interval: { type: 'duration', default: '1s', description: 'How often the view is renewed while agents run' },
    'until-done': { type: 'boolean', description: 'End when no agent runs any more' },
  },
  changesWorld: false,
  examples: [['cdev-monitor-agents web', 'Prints the address of the page; end it with Ctrl-C.']],
  toOptions: ({ plan, host, port, interval, 'until-done': untilDone }) => ({ plan, host, port, interval, untilDone }),
  run: async (options, context) => (await import('./web/monitor-web.ts')).monitorWeb(options, context),
  human: async (result, page) => (await import('./human.ts')).servedText(result, page),
});

export const script: Script = {
  name: 'cdev-monitor-agents',
  summary: monitor.summary,
  commands: [monitor, statusline, web],
  health: async (context) => (await import('./health.ts')).health(context),
};
