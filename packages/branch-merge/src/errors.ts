import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_MERGE_NOT_FAST_FORWARD: errorEntry<{ branch: string; from: string; to: string }>({
    kind: 'failure',
    title: 'A branch would lose commits if it were moved there',
    message: ({ branch, from, to }) => `${branch} is at ${from}, which is not contained in ${to}; it was not moved`,
    steps: ({ branch }) => [
      `Run the command again: it starts from where ${branch} is now`,
      'Or choose another branch to move',
    ],
  }),
  CDEV_E_MERGE_WOULD_OVERWRITE: errorEntry<{ branch: string; worktree: string; paths: string }>({
    kind: 'failure',
    title: 'The branch is checked out with uncommitted changes in files that would change',
    message: ({ branch, worktree, paths }) =>
      `${branch} is checked out at ${worktree}, and these files there have changes that are in no commit: ${paths}`,
    steps: ({ worktree }) => [
      `Commit them, or put them aside: git -C '${worktree}' stash --include-untracked`,
      'Then run the same command again; nothing that was done is done again',
    ],
  }),
  CDEV_E_MERGE_WORKTREE_BUSY: errorEntry<{ branch: string; worktree: string; reason: string }>({
    kind: 'failure',
    title: 'The working tree in which the branch is checked out cannot follow it now',
    message: ({ branch, worktree, reason }) =>
      `${branch} is checked out at ${worktree}, which cannot follow: ${reason}`,
    steps: ({ worktree }) => [
      `See what is going on there: git -C '${worktree}' status`,
      'When it speaks of a lock file and no git is running, remove that file',
    ],
  }),
  CDEV_E_MERGE_LOCKFILE_FAILED: errorEntry<{ path: string; command: string; output: string }>({
    kind: 'failure',
    title: 'A lock file could not be written anew by its package manager',
    message: ({ path, command, output }) => `${path} could not be written anew by ${command}:\n${output}`,
    steps: ({ command }) => [
      `Run it by hand where the manifests are merged: ${command}`,
      'Check that the package manager is installed and its registry can be reached',
    ],
  }),
});
