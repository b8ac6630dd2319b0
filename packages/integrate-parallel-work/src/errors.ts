import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_INTEGRATE_TARGET_MISSING: errorEntry<{ target: string }>({
    kind: 'usage',
    title: 'The branch to integrate into does not exist',
    message: ({ target }) => `There is no branch ${target} to integrate into`,
    steps: ({ target }) => ['Name another with --target', `Or make it: git branch ${target} <commit>`],
  }),
  CDEV_E_INTEGRATE_AGENT_UNKNOWN: errorEntry<{ agent: string; plan: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no agent of that name',
    message: ({ agent, plan }) => `The plan ${plan} has no agent ${agent}`,
    steps: ({ known }) => [`Name agents of the plan: ${known}`],
  }),
  CDEV_E_INTEGRATE_CHECK_UNKNOWN: errorEntry<{ check: string; plan: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no check of that name',
    message: ({ check, plan }) => `The plan ${plan} has no check ${check}`,
    steps: ({ known }) => [known === '' ? 'Leave --checks away: it has none' : `Name checks of the plan: ${known}`],
  }),
  CDEV_E_INTEGRATE_ORDER_INVALID: errorEntry<{ agent: string; dependency: string }>({
    kind: 'usage',
    title: 'The order asked for puts an agent before one that it depends on',
    message: ({ agent, dependency }) => `${agent} depends on ${dependency}, so it cannot be merged before it`,
    steps: ({ agent, dependency }) => [`Name ${dependency} before ${agent} in --order`, 'Or leave --order away'],
  }),
  CDEV_E_INTEGRATE_OPTIONS_CONTRADICT: errorEntry<{ one: string; other: string }>({
    kind: 'usage',
    title: 'Two options do not go together',
    message: ({ one, other }) => `${one} does not go together with ${other}`,
    steps: ({ one, other }) => [`Leave ${one} or ${other} away`],
  }),
  CDEV_E_INTEGRATE_AT_ONCE_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'The number of test runs at once is not a whole number of at least one',
    message: ({ value }) => `--at-once is a whole number of at least 1, not ${value}`,
    steps: () => ['Give another value with --at-once, or leave it away: the machine is measured then'],
  }),
  CDEV_E_INTEGRATE_ALREADY_RUNNING: errorEntry<{ plan: string; holder: string }>({
    kind: 'failure',
    title: 'Another process integrates this plan now',
    message: ({ plan, holder }) => `The plan ${plan} is being integrated by process ${holder}`,
    steps: () => ['Wait until it has ended, then run the command again'],
  }),
  CDEV_E_INTEGRATE_ALREADY_MOVED: errorEntry<{ target: string; commit: string }>({
    kind: 'failure',
    title: 'An integration that has moved its target cannot be given up',
    message: ({ target, commit }) => `${target} stands at ${commit} already, so there is nothing left to give up`,
    steps: ({ target }) => [
      'Run the command without --abort: it finishes what is left to do',
      `To take the work back out: git revert on ${target}`,
    ],
  }),
  CDEV_E_INTEGRATE_PUSH_FAILED: errorEntry<{ remote: string; branch: string; output: string }>({
    kind: 'failure',
    title: 'The integrated branch could not be pushed',
    message: ({ remote, branch, output }) => `${branch} could not be pushed to ${remote}:\n${output}`,
    steps: ({ remote, branch }) => [
      `See what the remote has: git fetch ${remote} && git log ${branch}..${remote}/${branch}`,
      'Run the command again: what is integrated stays, only the push is done again',
    ],
  }),
  CDEV_E_INTEGRATE_REMOTE_MOVED: errorEntry<{ remote: string; branch: string; now: string }>({
    kind: 'failure',
    title: 'The remote has another commit on the branch than was seen, and nothing was pushed',
    message: ({ remote, branch, now }) =>
      now === ''
        ? `${remote} has no branch ${branch} any more, where it had one; nothing was pushed`
        : `${remote} has ${branch} at ${now}, which somebody else has put there; nothing was pushed`,
    steps: ({ remote, branch }) => [
      `See what came there: git fetch ${remote} && git log ${branch}..${remote}/${branch}`,
      `Take it in (git merge ${remote}/${branch}) and run the command again: what is integrated here stays, and what was tested is not tested again`,
    ],
  }),
  CDEV_E_INTEGRATE_PULL_REQUEST_FAILED: errorEntry<{ output: string }>({
    kind: 'failure',
    title: 'The pull request could not be opened',
    message: ({ output }) => `gh could not open the pull request:\n${output}`,
    steps: () => ['See whether gh is signed in: gh auth status', 'Run the command again; nothing is tested again'],
  }),
});
