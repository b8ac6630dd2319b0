import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_RESOLVE_ONE_SIDE_MISSING: errorEntry<{ given: string; missing: string }>({
    kind: 'usage',
    title: 'Only one of the two sides was named',
    message: ({ given, missing }) => `${given} needs ${missing} beside it`,
    steps: ({ missing }) => [`Name the other side with ${missing}`],
  }),
  CDEV_E_RESOLVE_OPTIONS_CONTRADICT: errorEntry<{ one: string; other: string }>({
    kind: 'usage',
    title: 'Two options do not go together',
    message: ({ one, other }) => `${one} does not go together with ${other}`,
    steps: ({ one, other }) => [`Leave ${one} or ${other} away`],
  }),
  CDEV_E_RESOLVE_AGENT_UNKNOWN: errorEntry<{ agent: string; plan: string; known: string }>({
    kind: 'usage',
    title: 'The plan has no agent of that name',
    message: ({ agent, plan }) => `The plan ${plan} has no agent ${agent}`,
    steps: ({ known }) => [`Name agents of the plan: ${known}`],
  }),
  CDEV_E_RESOLVE_NO_BRANCH: errorEntry<{ agent: string; branch: string }>({
    kind: 'failure',
    title: 'An agent has no branch that could be merged',
    message: ({ agent, branch }) => `${agent} has no branch ${branch}`,
    steps: () => ['Let it work first: cdev-spawn-agents --run', 'Or leave it out of --agents'],
  }),
  CDEV_E_RESOLVE_INTO_MISSING: errorEntry({
    kind: 'usage',
    title: 'It was not said into which branch the merge goes',
    message: () => '--apply needs --into: the branch that gets the merge commit',
    steps: () => ['Name a branch, which may be new: --into resolved', 'Leave --apply away to look only'],
  }),
  CDEV_E_RESOLVE_INTO_NO_BRANCH: errorEntry<{ branch: string; problem: string }>({
    kind: 'usage',
    title: 'What --into names cannot be a branch',
    message: ({ branch, problem }) => `"${branch}" is no name of a branch: ${problem}`,
    steps: () => ['Name a branch as git branch lists it, or a new one: --into resolved'],
  }),
  CDEV_E_RESOLVE_INTO_STOPPED: errorEntry<{ into: string; operation: string; sides: string }>({
    kind: 'usage',
    title: 'What stopped in a working tree is resolved there, and not in another branch',
    message: ({ into, operation }) =>
      `${operation} stopped in this working tree, so --apply writes and stages files here, and nothing goes into ${into}`,
    steps: ({ into, sides }) => [
      'Leave --into away',
      `Or name both sides, which touches no working tree: ${sides} --apply --into ${into}`,
    ],
  }),
  CDEV_E_RESOLVE_INTO_TARGET: errorEntry<{ branch: string }>({
    kind: 'usage',
    title: 'The target of the plan gets nothing that was not tested',
    message: ({ branch }) => `${branch} is the target of the plan, and this merge is not tested`,
    steps: () => [
      'Integrate, which tests every tree: cdev-integrate-parallel-work',
      'Or name another branch with --into',
    ],
  }),
  CDEV_E_RESOLVE_INTO_ELSEWHERE: errorEntry<{ branch: string }>({
    kind: 'failure',
    title: 'The branch has commits that the merge does not hold',
    message: ({ branch }) => `${branch} has commits that are on neither side, so it was not moved`,
    steps: ({ branch }) => [
      'Name another branch, which may be new, with --into',
      `Or take ${branch} itself for one side: --ours`,
    ],
  }),
  CDEV_E_RESOLVE_FORGET_WHAT: errorEntry({
    kind: 'usage',
    title: 'It was not said what to forget',
    message: () => 'forget needs a path, or --all, and not both',
    steps: () => ['Name a file: cdev-resolve-conflicts forget src/settings.js', 'Or forget everything: --all'],
  }),
  CDEV_E_RESOLVE_NO_TERMINAL: errorEntry({
    kind: 'usage',
    title: 'There is no terminal at which somebody could be asked',
    message: () => '--strategy interactive shows chunks at a terminal and reads keys there, and here is none',
    steps: () => [
      'Run it in a terminal, without --json and without a pipe',
      'Or have the rest become a task: --strategy handoff',
    ],
  }),
  CDEV_E_RESOLVE_NOTHING_TO_UNDO: errorEntry({
    kind: 'usage',
    title: 'There is nothing here that could be undone',
    message: () => 'No resolution was applied here that has not been undone',
    steps: () => ['Run it in the working tree in which the resolution was applied'],
  }),
  CDEV_E_RESOLVE_UNDO_TOO_LATE: errorEntry<{ what: string; kept: string }>({
    kind: 'failure',
    title: 'Others have built on what was to be undone',
    message: ({ what }) => `${what} has gone on since the resolution was applied; nothing was changed`,
    steps: ({ kept }) => [`What was there before is kept: git show ${kept}`],
  }),
  CDEV_E_RESOLVE_UNDO_IN_THE_WAY: errorEntry<{ worktree: string; reason: string }>({
    kind: 'failure',
    title: 'Uncommitted changes are in the way of undoing',
    message: ({ worktree, reason }) => `${worktree} cannot go back: ${reason}`,
    steps: ({ worktree }) => [`Commit them, or put them aside: git -C '${worktree}' stash --include-untracked`],
  }),
  CDEV_E_RESOLVE_MERGE_FILE_INCOMPLETE: errorEntry<{ missing: string }>({
    kind: 'usage',
    title: 'It was not said which files to merge',
    message: ({ missing }) => `merge-file needs ${missing}`,
    steps: () => ['Name the four: merge-file <base> <ours> <theirs> <path>', 'Or many at once: --batch and --results'],
  }),
  CDEV_E_RESOLVE_MANIFEST_INVALID: errorEntry<{ manifest: string; line: string; problem: string }>({
    kind: 'usage',
    title: 'The list of files of a batch cannot be read',
    message: ({ manifest, line, problem }) => `${manifest}${line === '0' ? '' : `, line ${line}`}: ${problem}`,
    steps: () => ['Give one JSON object a line: {"id":1,"file":"src/a.ts","ext":".ts","base":null}'],
  }),
  CDEV_E_RESOLVE_RESULTS_UNWRITABLE: errorEntry<{ file: string; problem: string }>({
    kind: 'failure',
    title: 'The results of a batch cannot be written',
    message: ({ file, problem }) => `${file} cannot be written: ${problem}`,
    steps: () => ['Name a file in a folder that can be written with --results'],
  }),
});
