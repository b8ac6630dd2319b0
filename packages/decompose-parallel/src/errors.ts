import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_DECOMPOSE_NOTHING_GIVEN: errorEntry({
    kind: 'usage',
    title: 'There is nothing to decompose',
    message: () => 'Neither an issue nor a text was given',
    steps: () => [
      'Give the id of a cached issue: cdev-decompose-parallel ENG-123',
      'Or a Markdown file with --file, or the text itself with --text',
    ],
  }),
  CDEV_E_DECOMPOSE_TWO_SOURCES: errorEntry<{ sources: string }>({
    kind: 'usage',
    title: 'More than one source was given',
    message: ({ sources }) => `Only one of these can be decomposed at a time: ${sources}`,
    steps: () => ['Leave all but one away'],
  }),
  CDEV_E_DECOMPOSE_ISSUE_NOT_CACHED: errorEntry<{ id: string }>({
    kind: 'usage',
    title: 'The issue is not in the cache',
    message: ({ id }) => `${id} is not cached here, and an issue is never made up`,
    steps: ({ id }) => [`Cache it: cdev-cache-linear-issue ${id}`],
  }),
  CDEV_E_DECOMPOSE_FILE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'The file with the requirements cannot be read',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: () => ['Check the path and that it is a text file'],
  }),
  CDEV_E_DECOMPOSE_TEXT_EMPTY: errorEntry<{ source: string }>({
    kind: 'usage',
    title: 'The issue says nothing',
    message: ({ source }) => `${source} has no text from which work could be planned`,
    steps: () => ['Describe what is wanted: one section or list item for each part'],
  }),
  CDEV_E_DECOMPOSE_REQUESTS_INVALID: errorEntry<{ source: string; problem: string }>({
    kind: 'usage',
    title: 'The requests are not in the form that is read',
    message: ({ source, problem }) => `${source}: ${problem}`,
    steps: () => ['Write them as JSON: {"requests": [{"id": "r1", "text": "what is wanted"}]}, each id once'],
  }),
  CDEV_E_DECOMPOSE_LIMIT_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A limit is not a whole number of at least one',
    message: ({ option, value }) => `${option} is a whole number of at least 1, not ${value}`,
    steps: ({ option }) => [`Give another value with ${option}`],
  }),
  CDEV_E_DECOMPOSE_NO_COMMIT: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'The repository has no commit yet',
    message: ({ path }) => `${path} has no commit for agents to start from`,
    steps: () => ['Commit what is there: git add . && git commit -m "Start"'],
  }),
  CDEV_E_DECOMPOSE_BASE_UNKNOWN: errorEntry<{ base: string }>({
    kind: 'usage',
    title: 'The base is not a branch of this repository',
    message: ({ base }) => `There is no branch ${base}`,
    steps: () => ['Name an existing branch with --base'],
  }),
  CDEV_E_DECOMPOSE_DETACHED: errorEntry({
    kind: 'usage',
    title: 'HEAD is on no branch',
    message: () => 'HEAD is detached, so there is no branch that the work could be merged into',
    steps: () => ['Switch to a branch: git switch main', 'Or name one with --base'],
  }),
  CDEV_E_DECOMPOSE_PLAN_EXISTS: errorEntry<{ file: string; id: string }>({
    kind: 'usage',
    title: 'There is a plan for this already, and it says something else',
    message: ({ file, id }) => `The plan ${id} exists and differs from the new one: ${file}`,
    steps: ({ id }) => [
      `Go on with it: cdev-spawn-agents ${id}`,
      'Replace it with --replace',
      'Or write the new one elsewhere with --out',
    ],
  }),
  CDEV_E_DECOMPOSE_PLAN_IN_USE: errorEntry<{ id: string }>({
    kind: 'usage',
    title: 'The plan has a run, and replacing it would change what its agents own',
    message: ({ id }) => `The plan ${id} is in use: agents were spawned for it`,
    steps: ({ id }) => [
      `Finish it, or remove its worktrees first: cdev-spawn-agents cleanup ${id}`,
      'Or write the new plan elsewhere with --out',
    ],
  }),
  CDEV_E_DECOMPOSE_PLAN_UNSOUND: errorEntry<{ findings: string }>({
    kind: 'internal',
    title: 'The plan that was made does not pass its own check, so it was not written',
    message: ({ findings }) => `The plan does not pass its own check: ${findings}`,
    steps: () => ['Report it with the issue text', 'Try --strategy single, or fewer agents with --max-agents'],
  }),
});
