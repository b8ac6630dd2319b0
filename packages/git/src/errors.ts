import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_GIT_MISSING: errorEntry({
    kind: 'environment',
    title: 'git is not installed',
    message: () => 'git was not found on PATH',
    steps: () => ['Install git 2.39 or later: https://git-scm.com/downloads'],
  }),
  CDEV_E_GIT_TOO_OLD: errorEntry<{ version: string; needed: string }>({
    kind: 'environment',
    title: 'git is older than what is needed',
    message: ({ version, needed }) =>
      `git is ${version}, but ${needed} or later is needed to merge without a working tree`,
    steps: ({ needed }) => [`Install git ${needed} or later: https://git-scm.com/downloads`],
  }),
  CDEV_E_GIT_FOLDER_MISSING: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'The folder that git was to work in does not exist',
    message: ({ folder }) => `No folder at ${folder}`,
    steps: () => ['Check the path; give another with --cwd'],
  }),
  CDEV_E_GIT_NOT_A_REPOSITORY: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'The folder is in no git repository',
    message: ({ folder }) => `${folder} is not inside a git repository`,
    steps: ({ folder }) => ['Change into a repository, or name one with --cwd', `Make it one: git -C ${folder} init`],
  }),
  CDEV_E_GIT_DUBIOUS_OWNERSHIP: errorEntry<{ folder: string }>({
    kind: 'environment',
    title: 'The repository belongs to another user, so git refuses to read it',
    message: ({ folder }) => `git refuses to work in ${folder} because it belongs to another user`,
    steps: ({ folder }) => [
      `If you trust it: git config --global --add safe.directory ${folder}`,
      'Run the command as the user who owns the folder',
    ],
  }),
  CDEV_E_GIT_NOT_FETCHED: errorEntry<{ folder: string; reason: string }>({
    kind: 'environment',
    title: 'What a partial clone lacks could not be fetched',
    message: ({ folder, reason }) =>
      `${folder} is a partial clone, and its remote did not give what it lacks:\n${reason}`,
    steps: ({ folder }) => [
      `See where git fetches it from: git -C ${folder} remote -v`,
      'Bring the remote back into reach, then run the same command again',
    ],
  }),
  CDEV_E_GIT_BROKEN_OBJECT: errorEntry<{ folder: string; object: string }>({
    kind: 'environment',
    title: 'An object of the repository is missing or damaged',
    message: ({ folder, object }) => `git cannot read ${object} in ${folder}: it is missing or damaged`,
    steps: ({ folder }) => [
      `See how much is: git -C ${folder} fsck --full`,
      `Fetch anew what a remote still has: git -C ${folder} fetch --refetch`,
    ],
  }),
  CDEV_E_GIT_UNKNOWN_REVISION: errorEntry<{ revision: string }>({
    kind: 'usage',
    title: 'The repository has no such commit, tree, branch or tag',
    message: ({ revision }) => `${revision} names nothing in this repository`,
    steps: () => ['List what there is: git branch --all, git tag', 'Fetch it if it is only in a remote: git fetch'],
  }),
  CDEV_E_GIT_NO_IDENTITY: errorEntry({
    kind: 'environment',
    title: 'git does not know whose commit it is to make',
    message: () => 'git has no name and e-mail address to commit with',
    steps: () => ['git config --global user.name "Your Name" && git config --global user.email you@example.com'],
  }),
  CDEV_E_GIT_NOT_SIGNED: errorEntry<{ reason: string }>({
    kind: 'environment',
    title: 'A commit could not be signed',
    message: ({ reason }) =>
      `commit.gpgSign is set, and the commit could not be signed; no branch was moved:\n${reason}`,
    steps: () => [
      "See it fail by hand: git commit-tree -S -m test 'HEAD^{tree}'",
      'Look at the key and the program: git config --get-regexp "gpg|signing"',
      'Or have commits unsigned here: git config commit.gpgSign false',
    ],
  }),
  CDEV_E_GIT_REF_MOVED: errorEntry<{ ref: string; expected: string; found: string }>({
    kind: 'failure',
    title: 'A ref was moved by somebody else in the meantime',
    message: ({ ref, expected, found }) =>
      `${ref} was expected at ${expected} but is at ${found}; it was left as it is`,
    steps: () => ['Run the command again: it starts from where the ref is now'],
  }),
  CDEV_E_GIT_REF_REFUSED: errorEntry<{ ref: string; reason: string }>({
    kind: 'failure',
    title: 'git refused to write a ref',
    message: ({ ref, reason }) => `git refused to write ${ref}: ${reason}`,
    steps: () => [
      'When it says that a lock file exists and no git is running, remove that file',
      'When another ref is in the way (a/b beside a), rename or delete that one',
    ],
  }),
  CDEV_E_GIT_PATH_REFUSED: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'A path cannot be in a tree',
    message: ({ path }) =>
      `git does not take ${path} into a tree: it leads out of the repository or into its git directory`,
    steps: () => ['Give a path relative to the top of the repository, with forward slashes'],
  }),
  CDEV_E_GIT_WOULD_OVERWRITE: errorEntry<{ worktree: string; paths: string }>({
    kind: 'failure',
    title: 'Uncommitted changes stand where files would be restored',
    message: ({ worktree, paths }) =>
      `${worktree} has changes that are in no commit and would be overwritten: ${paths}`,
    steps: () => ['Commit them, or take a snapshot of them first (saveTo)', 'Restore other paths only'],
  }),
  CDEV_E_GIT_LINKED_WORKTREE: errorEntry<{ folder: string }>({
    kind: 'internal',
    title: 'An in-process read was pointed at a linked worktree',
    message: ({ folder }) =>
      `${folder} is not a common git directory: in-process reads answer wrongly in a linked worktree`,
    steps: () => ["Pass the repository's commonDir"],
  }),
  CDEV_E_GIT_OUTPUT_UNREADABLE: errorEntry<{ command: string; reason: string }>({
    kind: 'internal',
    title: 'git answered in a form that is not known',
    message: ({ command, reason }) => `${command} answered in an unknown form: ${reason}`,
    steps: () => ['Report it with the output of git --version'],
  }),
  CDEV_E_GIT_LOCK_HELD: errorEntry<{ what: string; holder: string; file: string; waited: string }>({
    kind: 'failure',
    title: 'Another process holds a lock for longer than was waited',
    message: ({ what, holder, waited }) => `${what} is locked by ${holder}; waited ${waited}`,
    steps: ({ file }) => [
      'Let the other process finish, then run the command again',
      `If it is surely gone: rm -r ${file}`,
    ],
  }),
  CDEV_E_GIT_INTERRUPTED: errorEntry<{ what: string }>({
    kind: 'interrupted',
    title: 'The run was interrupted while it waited',
    message: ({ what }) => `Interrupted while waiting for ${what}`,
    steps: () => ['Run the same command again; it goes on from where it stopped'],
  }),
});
