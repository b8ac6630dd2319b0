import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY: errorEntry<{ path: string; found: string }>({
    kind: 'failure',
    title: 'Something else stands where a worktree belongs',
    message: ({ path, found }) => `${path} is ${found}`,
    steps: () => ['Move it away, or choose another place for the worktrees'],
  }),
  CDEV_E_WORKSPACE_BRANCH_ELSEWHERE: errorEntry<{ branch: string; path: string }>({
    kind: 'failure',
    title: 'The branch is checked out in another working tree',
    message: ({ branch, path }) => `Branch ${branch} is checked out at ${path}`,
    steps: ({ path }) => [
      `Switch that working tree to another branch: git -C ${path} switch --detach`,
      'Choose another plan id',
    ],
  }),
});
