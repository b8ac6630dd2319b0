import { errorEntry } from '@cdev/core/errors';

/** What can go wrong with agents on a fleet; a part of the table of this package. */
export const fleetErrors = {
  CDEV_E_SPAWN_FLEET_OPEN: errorEntry<{ plan: string; run: string; place: string }>({
    kind: 'failure',
    title: 'The agents of the plan are on a fleet',
    message: ({ run, place }) =>
      `The run ${run} at ${place} is not over; agents run here beside it would do its work twice`,
    steps: ({ plan }) => [
      `Watch it on: cdev-spawn-agents ${plan} --run --engine <url>`,
      `Or end it: cdev-spawn-agents stop ${plan} --engine <url>`,
    ],
  }),
  CDEV_E_SPAWN_FLEET_LEFT: errorEntry<{ plan: string; run: string; place: string }>({
    kind: 'interrupted',
    title: 'The watching of a run on a fleet was interrupted',
    message: ({ run, place }) => `No longer watched; the run ${run} goes on at ${place}`,
    steps: ({ plan }) => [
      `Watch it on; what happens meanwhile is told then: cdev-spawn-agents ${plan} --run --engine <url>`,
      `Or end it: cdev-spawn-agents stop ${plan} --engine <url>`,
    ],
  }),
  CDEV_E_SPAWN_FLEET_NO_REMOTE: errorEntry<{ remote: string }>({
    kind: 'usage',
    title: 'There is no git remote that workers could share',
    message: ({ remote }) => `The repository has no remote "${remote}"`,
    steps: () => ['Name one, or give its URL: --remote <remote>', 'Or add it: git remote add origin <url>'],
  }),
  CDEV_E_SPAWN_FLEET_REMOTE_REFUSES: errorEntry<{ reason: string }>({
    kind: 'environment',
    title: 'The git remote cannot be pushed to as a worker must',
    message: ({ reason }) => `The remote takes no atomic push below refs/cdev: ${reason}`,
    steps: () => [
      'See whether this machine may push there: git push --dry-run <remote> HEAD:refs/cdev/fleet/try',
      'Allow refs/cdev/* and branches cdev/* to whom workers sign in as',
    ],
  }),
  CDEV_E_SPAWN_FLEET_NO_IDENTITY: errorEntry({
    kind: 'environment',
    title: 'git on this worker does not know who commits',
    message: () => 'Agents commit in the name that git is configured with, and there is none',
    steps: () => ['git config --global user.name "…" && git config --global user.email "…"'],
  }),
  CDEV_E_SPAWN_FLEET_BRANCH_APART: errorEntry<{ branch: string; remote: string }>({
    kind: 'failure',
    title: "An agent's branch is not the same here and at the remote",
    message: ({ branch, remote }) => `The branch ${branch} at ${remote} has commits that the one here has not`,
    steps: ({ branch, remote }) => [
      `See which: git log ${branch}..${remote}/${branch}`,
      `Bring them here, or delete the branch there: git push ${remote} :${branch}`,
    ],
  }),
  CDEV_E_SPAWN_FLEET_NO_ENGINE: errorEntry<{ run: string; place: string }>({
    kind: 'usage',
    title: 'It is not said how the engine of a run is reached',
    message: ({ run, place }) =>
      `The run ${run} is at ${place}, and the URL of that, which may hold a password, is kept nowhere`,
    steps: () => ['Give it: --engine postgres://…, or CDEV_FLEET_URL in the environment'],
  }),
  CDEV_E_SPAWN_FLEET_NO_RESULT: errorEntry<{ agent: string }>({
    kind: 'failure',
    title: 'The work that an agent depends on is not known',
    message: ({ agent }) => `${agent} is done, and nothing says with which commit`,
    steps: () => ['Submit the plan again: cdev-spawn-agents --run --engine <url>'],
  }),
};
