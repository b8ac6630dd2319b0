import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_AGENT_COMMIT_NO_AGENT: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'It is not clear whose work is meant',
    message: ({ path }) => `${path} is no agent's worktree, and no agent was named`,
    steps: () => ['Name the agents: cdev-agent-commit login search', 'Or take all of a plan with --all'],
  }),
  CDEV_E_AGENT_COMMIT_UNKNOWN: errorEntry<{ agent: string; plan: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no agent of that name',
    message: ({ agent, plan }) => `The plan ${plan} has no agent ${agent}`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
  CDEV_E_AGENT_COMMIT_NO_WORKTREE: errorEntry<{ agent: string }>({
    kind: 'usage',
    title: 'The agent has no worktree',
    message: ({ agent }) => `${agent} has no worktree, so there is nothing of it to commit`,
    steps: () => ['Make the worktrees: cdev-spawn-agents'],
  }),
  CDEV_E_AGENT_COMMIT_STILL_RUNNING: errorEntry<{ agent: string; pid: string }>({
    kind: 'failure',
    title: 'The agent is still at work',
    message: ({ agent, pid }) =>
      `${agent} is still at work (process ${pid}); what it is writing now would be cut in half`,
    steps: ({ agent }) => [
      'Wait until it has ended: cdev-monitor-agents',
      `Or end it: cdev-spawn-agents stop --only ${agent}`,
    ],
  }),
  CDEV_E_AGENT_COMMIT_INCOMPLETE: errorEntry<{ agent: string; missing: string }>({
    kind: 'failure',
    title: 'Files that the plan promises are not there',
    message: ({ agent, missing }) => `${agent} has not made what the plan promises: ${missing}`,
    steps: ({ agent }) => [
      `Send it back: cdev-spawn-agents --run --retry ${agent}`,
      'Or commit what there is with --partial; it is then not merged as complete',
    ],
  }),
  CDEV_E_AGENT_COMMIT_CHECKS_FAILED: errorEntry<{ agent: string; checks: string }>({
    kind: 'failure',
    title: "The agent's checks do not pass",
    message: ({ agent, checks }) => `The checks of ${agent} do not pass: ${checks}`,
    steps: () => ['Mend what they name', 'Or commit what there is with --partial'],
  }),
  CDEV_E_AGENT_COMMIT_MERGE_PARTIAL: errorEntry({
    kind: 'usage',
    title: 'Work that is not complete is not merged',
    message: () => '--auto-merge and --partial exclude each other: the queue takes complete work only',
    steps: () => ['Leave one of them out'],
  }),
  CDEV_E_AGENT_COMMIT_QUEUE_MISSING: errorEntry({
    kind: 'environment',
    title: 'The merge queue is not installed',
    message: () =>
      '--auto-merge goes through cdev-integrate-parallel-work only, and that is not installed. Nothing was committed',
    steps: () => [
      'Install it beside this script: npm install @cdev/integrate-parallel-work',
      'Or commit without --auto-merge',
    ],
  }),
  CDEV_E_AGENT_COMMIT_QUEUE_FAILED: errorEntry<{ reason: string; step: string }>({
    kind: 'failure',
    title: 'The merge queue could not do its work',
    message: ({ reason }) => `The work is committed and not merged: ${reason}`,
    steps: ({ step }) => [
      'See what the queue would do: cdev-integrate-parallel-work --dry-run',
      ...(step === '' ? [] : [step]),
    ],
  }),
});
