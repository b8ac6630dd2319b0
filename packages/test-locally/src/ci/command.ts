import { defineCommand } from '@cdev/core/cli';
import type { WorkflowTestOptions } from './workflow-test.ts';

export const ci = defineCommand({
  name: 'ci',
  summary: 'Runs the GitHub workflows of the repository here, without containers, and says what could not be run',
  positionals: {
    workflows: { array: true, description: 'Files or names; without any, all that the event starts' },
  },
  options: {
    job: { type: 'string', array: true, placeholder: 'id', description: 'Only this job, and those it needs' },
    event: {
      type: 'string',
      placeholder: 'name',
      description: 'The event that starts them (default: push, else pull_request)',
    },
    source: {
      type: 'string',
      choices: ['commit', 'changes', 'working-tree'],
      default: 'commit',
      placeholder: 'what',
      description: 'A clean copy of HEAD, one with uncommitted changes, or this folder as it is',
    },
    list: { type: 'boolean', description: 'Say what would run and what could not; run nothing' },
    secrets: { type: 'string', placeholder: 'file', description: 'File with secrets, NAME=value on each line' },
    variables: { type: 'string', placeholder: 'file', description: 'File with variables, NAME=value on each line' },
    'allow-not-run': { type: 'boolean', description: 'It is well that parts could not be run, as long as none failed' },
    'other-versions': {
      type: 'boolean',
      description: 'Run jobs although they ask for other versions of tools than are here',
    },
    publishing: { type: 'boolean', description: 'Run steps that publish, deploy or push, too' },
    concurrency: { type: 'number', default: 1, description: 'Jobs at a time' },
    'time-limit': { type: 'duration', default: '30m', description: 'How long one job may take' },
  },
  changesWorld: false,
  examples: [
    ['cdev-test-locally ci --list', 'Says what would run here, and what could not, and why.'],
    ['cdev-test-locally ci ci.yml --job test --source changes', 'One job, with what is not committed yet.'],
  ],
  toOptions: ({ workflows, job, ...options }) => ({
    ...options,
    workflows,
    jobs: job,
    allowNotRun: options['allow-not-run'],
    otherVersions: options['other-versions'],
    timeLimit: options['time-limit'],
  }),
  run: async (options, context) => (await import('./test-workflows.ts')).testWorkflows(options, context),
  human: async (result, page) => (await import('../human.ts')).runText(result, page),
});

/** `--ci` takes what the command would by default, and `--list`. */
export function workflowOptions({
  list,
  timeLimit,
}: {
  readonly list: boolean;
  readonly timeLimit: number;
}): WorkflowTestOptions {
  return {
    workflows: [],
    jobs: [],
    source: 'commit',
    list,
    publishing: false,
    otherVersions: false,
    allowNotRun: false,
    concurrency: 1,
    timeLimit,
  };
}
