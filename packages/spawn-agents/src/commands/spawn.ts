import { resolve } from 'node:path';
import { defineCommand } from '@cdev/core/cli';
import { engine, network, only, plan, sandbox } from './options.ts';

/** Whether agents are to be run. */
function wantsRun({ run, resume, retry }: { run: boolean; resume: boolean; retry: readonly string[] }): boolean {
  return run || resume || retry.length > 0;
}

export const spawn = defineCommand({
  name: '',
  summary: 'Gives every agent of a plan its own worktree and branch and, with --run, runs the agents',
  positionals: { plan },
  options: {
    run: { type: 'boolean', description: 'Run the agents, in the order of their dependencies' },
    driver: {
      type: 'string',
      choices: ['command', 'acp', 'claude', 'codex', 'gemini', 'opencode', 'qwen'],
      placeholder: 'name',
      description: 'What the agents are: an assistant, a shell command, or any agent of the Agent Client Protocol',
    },
    command: {
      type: 'string',
      placeholder: 'shell',
      description: 'The shell command that is the agent; with acp, the one that starts it',
    },
    'agent-args': {
      type: 'string',
      placeholder: 'words',
      description: "Further arguments for the assistant, as --agent-args='-m fast'; or put them behind --",
    },
    permissions: {
      type: 'string',
      choices: ['edit', 'all'],
      default: 'edit',
      placeholder: 'which',
      description: 'What an assistant may do without asking: edit files in its worktree, or all',
    },
    sandbox,
    network,
    'max-parallel': {
      type: 'number',
      placeholder: 'number',
      description: 'How many agents work at once (default: as many as processors, two at least)',
    },
    'time-limit': { type: 'duration', default: '1h', description: 'How long one attempt may take' },
    'max-tokens': { type: 'number', placeholder: 'number', description: 'End an agent that has used more than this' },
    'max-cost': { type: 'number', placeholder: 'dollars', description: 'End an agent that has cost more than this' },
    'max-turns': {
      type: 'number',
      placeholder: 'number',
      description: 'End an agent that uses tools more often than this in one attempt',
    },
    attempts: { type: 'number', default: 1, description: 'How often an agent that does not end well is tried' },
    'back-off': { type: 'duration', default: '5s', description: 'Wait before the second attempt; doubles each time' },
    'same-session': {
      type: 'boolean',
      description: "Go on in the assistant's own conversation where there was an attempt before",
    },
    'snapshot-every': {
      type: 'duration',
      default: '5m',
      description: 'How often the work of an agent at work is kept on a ref of its own; 0s for never',
    },
    'when-supervisor-dies': {
      type: 'string',
      choices: ['end', 'continue'],
      default: 'end',
      placeholder: 'what',
      description: 'What agents do when this process is killed: end, or go on until the next run finds them',
    },
    resume: { type: 'boolean', description: 'Go on with a run, by the driver it had; every later --run does that too' },
    'on-started': { type: 'string', placeholder: 'shell', description: 'Run this when an agent has started' },
    'on-blocked': { type: 'string', placeholder: 'shell', description: 'Run this when one was denied a permission' },
    'on-finished': { type: 'string', placeholder: 'shell', description: 'Run this when one has ended well' },
    'on-failed': { type: 'string', placeholder: 'shell', description: 'Run this when one has ended otherwise' },
    only,
    retry: {
      type: 'string',
      array: true,
      placeholder: 'agents',
      description: 'Run these agents again, told what validation or integration said of their work',
    },
    target: {
      type: 'string',
      placeholder: 'branch',
      description: "The branch that the work is for (default: the plan's base branch)",
    },
    worktrees: {
      type: 'string',
      placeholder: 'folder',
      description: 'Where the worktrees go (default: <repository>.worktrees beside the repository)',
    },
    sparse: { type: 'boolean', description: 'Fill worktrees only with the folders that an agent writes and reads' },
    dependencies: {
      type: 'string',
      choices: ['auto', 'link', 'copy', 'install', 'none'],
      default: 'auto',
      placeholder: 'how',
      description: 'How installed dependencies get into the worktrees',
    },
    setup: {
      type: 'string',
      placeholder: 'shell',
      description: 'Run once in each new worktree, when .env files and dependencies are there',
    },
    'setup-time-limit': { type: 'duration', default: '15m', description: 'How long that may take' },
    ready: {
      type: 'string',
      placeholder: 'marker',
      description: 'Start an agent when this holds after the setup: file:PATH, port, port:NUMBER or a shell command',
    },
    'ready-time-limit': { type: 'duration', default: '2m', description: 'How long to wait for that' },
    engine: { ...engine, description: `${engine.description}; --run gives the agents to its workers` },
    remote: {
      type: 'string',
      placeholder: 'remote',
      description: 'With --engine: the git remote that workers share (default: origin)',
    },
    labels: {
      type: 'string',
      array: true,
      placeholder: 'labels',
      description: 'With --engine: what a worker must have, such as gpu',
    },
    ports: { type: 'number', default: 1, description: 'How many network ports in a row each agent gets' },
  },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents', 'Makes the worktrees of the newest plan and shows who owns what and who waits for whom.'],
    ['cdev-spawn-agents eng-123 --run --driver codex --max-parallel 4', 'Runs the agents of a plan, four at a time.'],
    ["cdev-spawn-agents --run --command './agent.sh'", 'The same with a command of your own as the agent.'],
    ['cdev-spawn-agents --retry login --driver claude', 'Sends an agent back with what was wrong with its work.'],
  ],
  toOptions: (
    {
      'agent-args': agentArgs,
      'max-parallel': maxParallel,
      'setup-time-limit': setupTimeLimit,
      'ready-time-limit': readyTimeLimit,
      'time-limit': timeLimit,
      'back-off': backOff,
      'same-session': sameSession,
      'snapshot-every': snapshotEvery,
      'when-supervisor-dies': whenSupervisorDies,
      'max-tokens': maxTokens,
      'max-cost': maxCost,
      'max-turns': maxTurns,
      'on-started': started,
      'on-blocked': blocked,
      'on-finished': finished,
      'on-failed': failed,
      'dry-run': isDryRun,
      worktrees,
      '--': rest,
      ...options
    },
    { cwd },
  ) => ({
    ...options,
    agentArguments: { text: agentArgs ?? '', rest },
    maxParallel,
    setupTimeLimit,
    readyTimeLimit,
    timeLimit,
    backOff,
    sameSession,
    snapshotEvery,
    whenSupervisorDies,
    maxTokens,
    maxCost,
    maxTurns,
    hooks: { started, blocked, finished, failed },
    isDryRun,
    worktrees: worktrees === undefined ? undefined : resolve(cwd, worktrees),
  }),
  run: async ({ agentArguments: { text, rest }, ...options }, context) => {
    const { splitWords } = await import('../split-words.ts');
    const { spawnAgents } = await import('../spawn-agents.ts');
    if (wantsRun(options)) (await import('../keep-memory-small.ts')).keepMemorySmall();
    if (options.engine !== undefined && wantsRun(options)) {
      const { spawnOnFleet } = await import('../fleet/spawn-on-fleet.ts');
      return spawnOnFleet({ ...options, agentArguments: [...splitWords(text), ...rest] }, context);
    }
    return spawnAgents({ ...options, agentArguments: [...splitWords(text), ...rest] }, context);
  },
  human: async (result, page) => (await import('../human/spawn-text.ts')).spawnText(result, page),
});
