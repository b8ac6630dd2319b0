import { resolve } from 'node:path';
import { defineCommand, type Script } from '@cdev/core/cli';
import { costs } from './commands/costs.ts';
import { pool } from './commands/pool.ts';
import { restore } from './commands/restore.ts';
import { verify } from './commands/verify.ts';

const plan = { description: "A plan by id, by its issue's id or by file (default: the newest)" } as const;
const only = { type: 'string', array: true, placeholder: 'agents', description: 'Only these agents' } as const;

const spawn = defineCommand({
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
    sandbox: {
      type: 'boolean',
      description: 'Shut agents in by bubblewrap: nothing outside their worktree can be written',
    },
    network: {
      type: 'string',
      choices: ['on', 'off'],
      default: 'on',
      placeholder: 'on',
      description: 'Whether agents in the sandbox have a network; assistants need one',
    },
    'max-parallel': {
      type: 'number',
      placeholder: 'number',
      description: 'How many agents work at once (default: as many as processors, two at least)',
    },
    'time-limit': { type: 'duration', default: '1h', description: 'How long one attempt may take' },
    'max-tokens': { type: 'number', placeholder: 'number', description: 'End an agent that has used more than this' },
    'max-cost': { type: 'number', placeholder: 'dollars', description: 'End an agent that has cost more than this' },
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
      'time-limit': timeLimit,
      'back-off': backOff,
      'same-session': sameSession,
      'snapshot-every': snapshotEvery,
      'max-tokens': maxTokens,
      'max-cost': maxCost,
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
    timeLimit,
    backOff,
    sameSession,
    snapshotEvery,
    maxTokens,
    maxCost,
    hooks: { started, blocked, finished, failed },
    isDryRun,
    worktrees: worktrees === undefined ? undefined : resolve(cwd, worktrees),
  }),
  run: async ({ agentArguments: { text, rest }, ...options }, context) => {
    const { splitWords } = await import('./split-words.ts');
    const { spawnAgents } = await import('./spawn-agents.ts');
    return spawnAgents({ ...options, agentArguments: [...splitWords(text), ...rest] }, context);
  },
  human: async (result, page) => (await import('./human/spawn-text.ts')).spawnText(result, page),
});

const stop = defineCommand({
  name: 'stop',
  summary: 'Ends running agents and keeps their work in snapshots',
  positionals: { plan },
  options: { only },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents stop', 'Ends all agents of the newest plan, and the process that runs them.'],
    ['cdev-spawn-agents stop --only login', 'Ends one agent; the others go on.'],
  ],
  toOptions: ({ plan, only, 'dry-run': isDryRun }) => ({ plan, only, isDryRun }),
  run: async (options, context) => (await import('./stop-agents.ts')).stopAgents(options, context),
  human: async (result, page) => (await import('./human/stop-text.ts')).stopText(result, page),
});

const attach = defineCommand({
  name: 'attach',
  summary: 'Shows what an agent says, until it ends',
  positionals: { agent: { required: true, description: "The agent's id" } },
  options: {
    plan: { type: 'string', placeholder: 'plan', description: plan.description },
    raw: { type: 'boolean', description: 'The lines as the assistant writes them' },
  },
  changesWorld: false,
  examples: [
    ['cdev-spawn-agents attach login', 'Follows the agent login of the newest plan.'],
    ['cdev-spawn-agents attach login --raw', "The same, as the assistant's own stream of events."],
  ],
  toOptions: ({ agent, plan, raw }) => ({ agent, plan, isRaw: raw }),
  run: async (options, context) => (await import('./attach-agent.ts')).attachAgent(options, context),
  human: async (view, page) => (await import('./human/attach-text.ts')).attachText(view, page),
});

const cleanup = defineCommand({
  name: 'cleanup',
  summary: 'Removes worktrees and branches of agents whose work is merged',
  positionals: { plan },
  options: {
    only,
    'keep-branches': { type: 'boolean', description: 'Remove worktrees only, also of agents that are not merged' },
    unmerged: { type: 'boolean', description: 'Also agents that are not merged; their work stays on snapshot refs' },
  },
  changesWorld: true,
  examples: [
    ['cdev-spawn-agents cleanup --dry-run', 'Shows what can go and what is in the way of the rest.'],
    ['cdev-spawn-agents cleanup eng-123', 'Removes what is merged; unsaved rests are kept in snapshots first.'],
  ],
  toOptions: ({ plan, only, unmerged, 'keep-branches': keepBranches, 'dry-run': isDryRun }) => ({
    plan,
    only,
    unmerged,
    keepBranches,
    isDryRun,
  }),
  run: async (options, context) => (await import('./cleanup/cleanup-agents.ts')).cleanupAgents(options, context),
  human: async (result, page) => (await import('./human/cleanup-text.ts')).cleanupText(result, page),
});

const doctor = defineCommand({
  name: 'doctor',
  summary: 'Shows which assistants are installed here',
  positionals: {},
  options: {},
  changesWorld: false,
  examples: [
    ['cdev-spawn-agents doctor', 'Lists the drivers, their versions, and how to get those that are missing.'],
    ['cdev-spawn-agents doctor --json', 'The same as JSON.'],
  ],
  toOptions: () => ({}),
  run: async (_options, context) => (await import('./doctor.ts')).doctor(context),
  human: async (result, page) => (await import('./human/doctor-text.ts')).doctorText(result, page),
});

export const script: Script = {
  name: 'cdev-spawn-agents',
  summary: spawn.summary,
  commands: [spawn, stop, attach, restore, cleanup, verify, costs, pool, doctor],
  health: async (context) => (await import('./health.ts')).health(context),
};
