import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY: errorEntry<{ path: string; found: string }>({
    kind: 'failure',
    title: 'Something else stands where a worktree belongs',
    message: ({ path, found }) => `${path} is ${found}; it was left as it is`,
    steps: () => ['Move it away or remove it', 'Choose another place for the worktrees'],
  }),
  CDEV_E_WORKSPACE_BRANCH_ELSEWHERE: errorEntry<{ branch: string; path: string }>({
    kind: 'failure',
    title: 'The branch is checked out in another working tree',
    message: ({ branch, path }) => `Branch ${branch} is checked out at ${path}`,
    steps: ({ path }) => [
      `Free it there: git -C ${path} switch --detach`,
      'If that folder is gone for good: git worktree prune',
    ],
  }),
  CDEV_E_WORKSPACE_ASKED_TWICE: errorEntry<{ what: string }>({
    kind: 'usage',
    title: 'Two worktrees were asked for with the same folder or branch',
    message: ({ what }) => `${what} was asked for twice`,
    steps: () => ['Give each worktree a folder and a branch of its own'],
  }),
  CDEV_E_WORKSPACE_UNSAVED_WORK: errorEntry<{ path: string; what: string }>({
    kind: 'failure',
    title: 'Removing the worktree would lose work',
    message: ({ path, what }) => `${path} was not removed, because it has ${what}`,
    steps: () => ['Commit and merge the work', 'Have it kept on a snapshot ref first, where a snapshot can hold it'],
  }),
  CDEV_E_WORKSPACE_LOCKED: errorEntry<{ path: string; reason: string }>({
    kind: 'failure',
    title: 'The worktree is locked against removal',
    message: ({ path, reason }) => `${path} is locked${reason === '' ? '' : `: ${reason}`}`,
    steps: ({ path }) => [`git worktree unlock ${path}`],
  }),
  CDEV_E_WORKSPACE_INSTALL_FAILED: errorEntry<{ path: string; command: string; reason: string }>({
    kind: 'failure',
    title: 'Dependencies could not be installed in a worktree',
    message: ({ path, command, reason }) => `${command} failed in ${path}\n${reason}`,
    steps: ({ path, command }) => [
      `Run it by hand to see all of its output: cd ${path} && ${command}`,
      'Copy what the main working tree has installed: --dependencies copy',
    ],
  }),
  CDEV_E_WORKSPACE_NO_LOCK_FILE: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'Dependencies were to be installed, but no lock file says which',
    message: ({ path }) => `${path} has no lock file of npm, pnpm, yarn or bun`,
    steps: () => ['Commit the lock file', 'Copy what the main working tree has installed: --dependencies copy'],
  }),
  CDEV_E_WORKSPACE_SETUP_FAILED: errorEntry<{ path: string; command: string; reason: string }>({
    kind: 'failure',
    title: 'A setup command failed in a worktree',
    message: ({ path, command, reason }) => `Setup command failed in ${path}: ${command}\n${reason}`,
    steps: ({ path, command }) => [`Run it by hand: cd ${path} && ${command}`, 'Correct the setup commands'],
  }),
  CDEV_E_WORKSPACE_NOT_READY: errorEntry<{ path: string; marker: string; waited: string }>({
    kind: 'failure',
    title: 'What says that a workspace is ready did not come',
    message: ({ path, marker, waited }) => `${path} was not ready within ${waited} after its setup: ${marker}`,
    steps: ({ path }) => [
      'Look at what the setup commands printed',
      `Run them by hand: cd ${path}`,
      'Give it more time: --ready-time-limit 10m',
    ],
  }),
  CDEV_E_WORKSPACE_READY_UNKNOWN: errorEntry<{ marker: string; reason: string }>({
    kind: 'usage',
    title: 'What says that a workspace is ready cannot be looked for',
    message: ({ marker, reason }) => `"${marker}" does not say when a workspace is ready: ${reason}`,
    steps: () => ['Give a file (file:.cdev/ready), a port (port, port:3000), or a shell command that ends with 0'],
  }),
  CDEV_E_WORKSPACE_INTERRUPTED: errorEntry<{ what: string }>({
    kind: 'interrupted',
    title: 'The run was interrupted',
    message: ({ what }) => `Interrupted while ${what}`,
    steps: () => ['Run the same command again; it goes on from where it stopped'],
  }),
  CDEV_E_WORKSPACE_NO_PORT: errorEntry<{ from: string }>({
    kind: 'environment',
    title: 'No network port is free',
    message: ({ from }) => `No port from ${from} to 65535 is free`,
    steps: () => ['Start the search at a lower port', 'End programs that listen on many ports'],
  }),
  CDEV_E_WORKSPACE_POOL_LAYOUT: errorEntry({
    kind: 'failure',
    title: 'A pool of worktrees is not possible in this repository',
    message: () =>
      'The repository is bare, its main working tree is sparse, or its settings change how worktrees are kept; worktrees cannot be moved out of a pool then',
    steps: () => ['Do without a pool: worktrees are made when they are asked for'],
  }),
});
