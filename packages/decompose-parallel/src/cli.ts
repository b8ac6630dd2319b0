import { prepareForOneAnswer } from '@cdev/code-graph/one-answer';
import { defineCommand, type Script } from '@cdev/core/cli';

const decompose = defineCommand({
  name: '',
  summary: 'Cuts an issue into agents that can work at once, each with files of its own',
  positionals: { issue: { description: 'The id of a cached issue, or a Markdown or YAML file' } },
  options: {
    file: { type: 'string', placeholder: 'path', description: 'A file with the requirements' },
    text: { type: 'string', description: 'The requirements themselves' },
    strategy: {
      type: 'string',
      choices: ['auto', 'sections', 'list', 'single'],
      default: 'auto',
      placeholder: 'name',
      description: 'By what the issue is cut',
    },
    'max-agents': {
      type: 'string',
      default: '8',
      placeholder: 'number',
      description: 'Agents at most, or auto: fewer where parts touch mostly the same files',
    },
    'max-files': {
      type: 'number',
      default: 10,
      description: 'Files an agent owns at most, unless the issue names more for it',
    },
    base: {
      type: 'string',
      placeholder: 'branch',
      description: 'The branch to start from and to merge into (default: the current one)',
    },
    out: { type: 'string', placeholder: 'path', description: 'Write the plan to this file' },
    interactive: { type: 'boolean', description: 'Review the plan at the terminal before it is written' },
    replace: { type: 'boolean', description: 'Replace a plan for the same issue that says something else' },
    explain: { type: 'boolean', description: 'Show the reason for every path and every decision' },
  },
  changesWorld: true,
  examples: [
    ['cdev-decompose-parallel ENG-123', 'Plans a cached issue and writes the plan with the state of the repository.'],
    [
      'cdev-decompose-parallel --file docs/login.md --max-agents 3 --explain',
      'Plans the issue of a file for three agents at most and says why it was cut so.',
    ],
  ],
  toOptions: ({
    issue,
    'max-agents': maxAgents,
    'max-files': maxFiles,
    interactive,
    'dry-run': isDryRun,
    ...rest
  }) => ({
    ...rest,
    reference: issue,
    maxAgents: maxAgents === 'auto' ? ('auto' as const) : Number(maxAgents),
    maxFiles,
    isInteractive: interactive,
    isDryRun,
  }),
  run: async (options, context) => {
    prepareForOneAnswer(context.env);
    return (await import('./decompose-parallel.ts')).decomposeParallel(options, context);
  },
  human: async (result, page) => (await import('./human.ts')).planText(result, page),
});

const plan = defineCommand({
  name: 'plan',
  summary: 'Says which files each of several requests should own, for other programs; writes nothing',
  positionals: {},
  options: {
    requests: {
      type: 'string',
      placeholder: 'file',
      description: 'JSON with the requests, `{"requests": [{"id": "r1", "text": "…"}]}`, or - for stdin',
    },
    'max-files': {
      type: 'number',
      default: 10,
      description: 'Files of a request at most, unless its text names more',
    },
  },
  changesWorld: false,
  isBare: true,
  examples: [
    [
      'cdev-decompose-parallel plan --requests requests.json --json',
      'Writes `{"agents": [{"request": "r1", "owns": ["src/a.ts"], …}]}`: one agent a request, no file twice.',
    ],
  ],
  toOptions: ({ requests, 'max-files': maxFiles }) => ({ file: requests, maxFiles }),
  run: async (options, context) => (await import('./plan-requests.ts')).planRequests(options, context),
  human: async (result, page) => (await import('./human.ts')).requestsText(result, page),
});

const check = defineCommand({
  name: 'check',
  summary: 'Checks a plan: overlapping paths, cycles, missing files, unknown dependencies',
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {},
  changesWorld: false,
  examples: [
    [
      'cdev-decompose-parallel check plan.yaml',
      'Says what is wrong with a plan and how to mend it; exit code 1 when something is.',
    ],
  ],
  toOptions: ({ plan }) => plan,
  run: async (reference, context) => (await import('./check-plan-file.ts')).checkPlanFile(reference, context),
  human: async (result, page) => (await import('./human.ts')).checkText(result, page),
});

const graph = defineCommand({
  name: 'graph',
  summary: 'Draws a plan: who waits for whom',
  positionals: { plan: { description: 'A plan by id or path (default: the newest)' } },
  options: {
    format: {
      type: 'string',
      choices: ['mermaid', 'dot', 'svg'],
      default: 'mermaid',
      placeholder: 'name',
      description: 'Mermaid or Graphviz, or a picture',
    },
  },
  changesWorld: false,
  examples: [['cdev-decompose-parallel graph --format svg > plan.svg', 'Draws the newest plan as a picture.']],
  toOptions: ({ plan, format }) => ({ reference: plan, format }),
  run: async (options, context) => (await import('./graph/plan-graph.ts')).planGraph(options, context),
  human: ({ text }) => text,
});

export const script: Script = {
  name: 'cdev-decompose-parallel',
  summary: decompose.summary,
  commands: [decompose, plan, check, graph],
  health: async (context) => (await import('./health.ts')).health(context),
};
