import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_RUN_JOURNAL_DAMAGED: errorEntry<{ place: string; problem: string }>({
    kind: 'failure',
    title: "A line in the middle of a run's journal cannot be read",
    message: ({ place, problem }) => `${place}: ${problem}`,
    steps: ({ place }) => [
      `Look at ${place}; put the line back from a copy, or remove it and renumber "seq" from there`,
      'The branches, snapshots and worktrees of the run are not touched by this',
    ],
  }),
  CDEV_E_RUN_JOURNAL_NEWER: errorEntry<{ file: string; found: string; known: string }>({
    kind: 'environment',
    title: 'The journal was begun by a newer version',
    message: ({ file, found, known }) => `${file} has schemaVersion ${found}, and this version knows up to ${known}`,
    steps: () => ['Update: npm install --global @cdev/cli@latest'],
  }),
  CDEV_E_RUN_JOURNAL_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: "An event cannot be written into the run's journal",
    message: ({ file, reason }) => `${file} cannot be written: ${reason}; what was in it before is untouched`,
    steps: () => [
      'Make room on the disk, or mend the rights of the file',
      'Run the same command again; what was done stays done',
    ],
  }),
  CDEV_E_RUN_CONTEXT_INVALID: errorEntry<{ problems: string }>({
    kind: 'failure',
    title: 'The file that tells an agent its work cannot be used',
    message: ({ problems }) => `The agent's context cannot be used:\n${problems}`,
    steps: () => ['Write it anew: cdev spawn-agents <plan>'],
  }),
  CDEV_E_RUN_CONTEXT_MISSING: errorEntry<{ file: string; reason: string }>({
    kind: 'failure',
    title: 'The file that tells an agent its work is not there',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: () => ["Check that the folder is an agent's worktree", 'Write it anew: cdev spawn-agents <plan>'],
  }),
  CDEV_E_RUN_CONTEXT_NEWER: errorEntry<{ place: string; found: string; known: string }>({
    kind: 'environment',
    title: "The agent's context was written by a newer version",
    message: ({ place, found, known }) =>
      `${place}: schemaVersion is ${found}, and this version reads contexts up to ${known}`,
    steps: () => ['Update: npm install --global @cdev/cli@latest'],
  }),
  CDEV_E_RUN_BASE_UNKNOWN: errorEntry<{ plan: string; agent: string }>({
    kind: 'usage',
    title: "It is not known at which commit an agent's work begins",
    message: ({ plan, agent }) =>
      `Neither plan ${plan} nor its journal says at which commit the work of ${agent} begins`,
    steps: () => ['Give the commit that the branch was made from', 'Or begin the run with: cdev spawn-agents <plan>'],
  }),
  CDEV_E_RUN_WRONG_BRANCH: errorEntry<{ worktree: string; expected: string; found: string }>({
    kind: 'failure',
    title: 'The worktree is not on the branch of its agent',
    message: ({ worktree, expected, found }) => `${worktree} is on ${found}, but the agent's branch is ${expected}`,
    steps: ({ worktree, expected }) => [
      `Go back to it, keeping the files: git -C '${worktree}' switch ${expected}`,
      `Bring commits along that were made elsewhere: git -C '${worktree}' cherry-pick <commits>`,
    ],
  }),
  CDEV_E_RUN_OPERATION_UNFINISHED: errorEntry<{ worktree: string; operation: string }>({
    kind: 'failure',
    title: 'A merge, rebase, cherry-pick or revert was begun in the worktree and not finished',
    message: ({ worktree, operation }) => `A ${operation} is unfinished in ${worktree}`,
    steps: ({ worktree, operation }) => [
      `Finish it, or give it up: git -C '${worktree}' ${operation} --abort`,
      'Then run the command again',
    ],
  }),
  CDEV_E_RUN_INDEX_LOCKED: errorEntry<{ worktree: string; file: string }>({
    kind: 'failure',
    title: 'Another git works in the worktree, or was killed there and left its lock',
    message: ({ worktree, file }) => `The index of ${worktree} is locked by ${file}`,
    steps: ({ file }) => ['Let the other git finish, then run the command again', `If no git runs there: rm '${file}'`],
  }),
  CDEV_E_RUN_CONFLICT_MARKERS: errorEntry<{ agent: string; places: string }>({
    kind: 'failure',
    title: 'The work has conflict markers in it',
    message: ({ agent, places }) => `The work of ${agent} has unresolved conflicts: ${places}`,
    steps: () => ['Resolve them: cdev resolve-conflicts', 'Then run the command again'],
  }),
  CDEV_E_RUN_NESTED_REPOSITORY: errorEntry<{ agent: string; paths: string }>({
    kind: 'failure',
    title: 'The work contains a git repository of its own, whose files cannot be committed',
    message: ({ agent, paths }) => `The work of ${agent} contains repositories of their own: ${paths}`,
    steps: () => [
      'Make their files ordinary ones: remove the .git folder in each',
      'Or declare it properly: git submodule add <url> <path>',
    ],
  }),
  CDEV_E_RUN_PATHS_COLLIDE: errorEntry<{ agent: string; paths: string }>({
    kind: 'failure',
    title: 'Owned work stands where a foreign file stands',
    message: ({ agent, paths }) =>
      `The work of ${agent} cannot be committed without changing paths that are not its own: ${paths}`,
    steps: () => [
      'Give the agent ownership of these paths in the plan, if that is meant',
      'Or put the files back and use another name',
    ],
  }),
  CDEV_E_RUN_WORK_REFUSED: errorEntry<{ agent: string; findings: string }>({
    kind: 'failure',
    title: 'An inspection of the changes found something that must not be committed',
    message: ({ agent, findings }) => `The work of ${agent} is not committed:\n${findings}`,
    steps: () => ['Mend what is named above, then run the command again'],
  }),
  CDEV_E_RUN_HOOK_REFUSED: errorEntry<{ agent: string; hook: string; output: string }>({
    kind: 'failure',
    title: 'A hook of the repository refused the commit',
    message: ({ agent, hook, output }) =>
      `The hook ${hook} of the repository refuses the work of ${agent}; branch and index are as they were${output === '' ? '' : `:\n${output}`}`,
    steps: () => [
      'Mend what it names, then run the command again',
      'Or pass over pre-commit and commit-msg, as git commit does: --no-verify; it is recorded',
    ],
  }),
  CDEV_E_RUN_HOOK_TIMED_OUT: errorEntry<{ agent: string; hook: string; limit: string; output: string }>({
    kind: 'failure',
    title: 'A hook of the repository took longer than its time limit and was ended',
    message: ({ agent, hook, limit, output }) =>
      `The hook ${hook} was ended after ${limit}; the work of ${agent} is not committed, its files are as they were${output === '' ? '' : `:\n${output}`}`,
    steps: ({ hook }) => [
      `See what it waits for: git hook run ${hook}`,
      'Give it more time with --hook-time-limit, or pass over pre-commit and commit-msg with --no-verify',
    ],
  }),
  CDEV_E_RUN_HOOK_FOREIGN: errorEntry<{ agent: string; paths: string }>({
    kind: 'failure',
    title: 'A hook of the repository staged paths that are not of the agent',
    message: ({ agent, paths }) => `The hook pre-commit staged what is not of ${agent}: ${paths}; nothing is committed`,
    steps: ({ agent, paths }) => [
      `Give the agent these paths, if it is to bring them: cdev-agent-commit claim --agent ${agent} ${paths.replaceAll(', ', ' ')}`,
      'Or have the hook stage only what was staged before, or pass over it with --no-verify',
    ],
  }),
  CDEV_E_RUN_WORKTREE_BUSY: errorEntry<{ worktree: string; reason: string }>({
    kind: 'failure',
    title: 'Somebody wrote to a foreign path while it was being taken out of the work',
    message: ({ worktree, reason }) => `Files of ${worktree} changed meanwhile and were left as they are: ${reason}`,
    steps: () => ['Stop what still works in the worktree, then run the command again'],
  }),
  CDEV_E_RUN_UNPROVEN: errorEntry<{ agent: string; commit: string; paths: string }>({
    kind: 'internal',
    title: 'A commit changes paths that the agent does not own',
    message: ({ agent, commit, paths }) => `${commit} of ${agent} changes what is not its own: ${paths}`,
    steps: () => ['Report it; nothing was lost: the snapshots of the run hold the work (git for-each-ref refs/cdev)'],
  }),
  CDEV_E_RUN_PATH_WORKED_ON: errorEntry<{ agent: string; path: string }>({
    kind: 'failure',
    title: 'The path cannot change hands, since its owner has changed it',
    message: ({ agent, path }) => `${agent} has changed ${path}; taken from it, that work would belong to nobody`,
    steps: ({ agent, path }) => [
      `Let ${agent} finish, and have the path changed after its work is merged`,
      `Or have ${agent} take its change to ${path} back first`,
    ],
  }),
});
