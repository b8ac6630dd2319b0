import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_AGENT_FLEET_URL_UNKNOWN: errorEntry<{ url: string }>({
    kind: 'usage',
    title: 'There is no such kind of engine',
    message: ({ url }) => `${url} is neither local:FOLDER nor postgres://…`,
    steps: () => ['Give local:FOLDER for this machine, or postgres://HOST/DATABASE for several'],
  }),
  CDEV_E_AGENT_FLEET_UNREACHABLE: errorEntry<{ place: string; reason: string }>({
    kind: 'environment',
    title: 'The engine cannot be reached',
    message: ({ place, reason }) => `${place} cannot be used: ${reason}`,
    steps: ({ place }) => [`Look whether ${place} is there and whether you may write to it`],
  }),
  CDEV_E_AGENT_FLEET_ENGINE_NEWER: errorEntry<{ place: string; found: string; known: string }>({
    kind: 'failure',
    title: 'The engine was made by a newer version',
    message: ({ place, found, known }) => `${place} has form ${found}; this version knows ${known}`,
    steps: () => ['Use the version on all machines that the newest of them has'],
  }),
  CDEV_E_AGENT_FLEET_PROTOCOL_NEWER: errorEntry<{ run: string; found: string; known: string }>({
    kind: 'failure',
    title: 'A run was submitted by a newer version',
    message: ({ run, found, known }) => `Run ${run} speaks protocol ${found}; this version speaks ${known}`,
    steps: () => ['Update this machine to the version of the one that submits'],
  }),
  CDEV_E_AGENT_FLEET_GRAPH: errorEntry<{ problem: string }>({
    kind: 'usage',
    title: 'The tasks cannot be submitted as they are',
    message: ({ problem }) => problem,
    steps: () => ['Mend the task; nothing was submitted'],
  }),
  CDEV_E_AGENT_FLEET_CREDENTIAL: errorEntry<{ place: string; what: string }>({
    kind: 'usage',
    title: 'What would go into the queue looks like a credential',
    message: ({ place, what }) => `${place} holds ${what}; nothing secret goes into the queue`,
    steps: () => ['Leave it out, and give it to the workers through their own environment'],
  }),
  CDEV_E_AGENT_FLEET_TASK_DIFFERS: errorEntry<{ run: string; task: string; problem: string }>({
    kind: 'failure',
    title: 'The run was submitted before, with other tasks',
    message: ({ run, task, problem }) => `Task ${task} of run ${run} ${problem}`,
    steps: () => ['Submit it as a run of another name'],
  }),
  CDEV_E_AGENT_FLEET_RUN_UNKNOWN: errorEntry<{ run: string; place: string }>({
    kind: 'failure',
    title: 'There is no such run',
    message: ({ run, place }) => `${place} knows no run ${run}`,
    steps: () => ['Look whether the run was submitted to this engine'],
  }),
  CDEV_E_AGENT_FLEET_RUN_OPEN: errorEntry<{ run: string }>({
    kind: 'failure',
    title: 'The run is not over',
    message: ({ run }) => `Run ${run} has tasks that have not ended, so it is not forgotten`,
    steps: () => ['Wait for its end, or cancel it'],
  }),
  CDEV_E_AGENT_FLEET_TASK_UNKNOWN: errorEntry<{ run: string; task: string }>({
    kind: 'usage',
    title: 'The run has no such task',
    message: ({ run, task }) => `Run ${run} has no task ${task}`,
    steps: () => ['Take a name that the state of the run shows'],
  }),
  CDEV_E_AGENT_FLEET_TASK_UNHELD: errorEntry<{ run: string; task: string }>({
    kind: 'failure',
    title: 'Nobody works on the task',
    message: ({ run, task }) => `${task} of ${run} is held by no worker, so nobody would hear what is said to it`,
    steps: () => ['Say it again when the task is at work'],
  }),
  CDEV_E_AGENT_FLEET_CLAIM_STALE: errorEntry<{ run: string; task: string; attempt: string; why: string }>({
    kind: 'failure',
    title: 'The task is no longer held by this claim',
    message: ({ run, task, attempt, why }) => `Attempt ${attempt} of task ${task} of run ${run} ${why}`,
    steps: () => ['End the work on it, keep nothing of it, and claim the next task'],
  }),
  CDEV_E_AGENT_FLEET_FENCED: errorEntry<{ run: string; task: string; attempt: string; found: string }>({
    kind: 'failure',
    title: 'The remote is fenced for another attempt',
    message: ({ run, task, attempt, found }) =>
      `Attempt ${attempt} of task ${task} of run ${run} may not push: the remote is at ${found}`,
    steps: () => ['End the work on it, keep nothing of it, and claim the next task'],
  }),
  CDEV_E_AGENT_FLEET_BRANCH_MOVED: errorEntry<{ branch: string; expected: string }>({
    kind: 'failure',
    title: 'Somebody else has moved the branch',
    message: ({ branch, expected }) => `${branch} of the remote is no longer at ${expected}; nothing was pushed`,
    steps: ({ branch }) => [`Look who pushed to ${branch}, and submit the task again on top of it`],
  }),
});
