import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_CODE_GRAPH_COMMIT_UNKNOWN: errorEntry<{ commit: string; folder: string }>({
    kind: 'usage',
    title: 'The commit to read is not in the repository',
    message: ({ commit, folder }) => `${commit} is not a commit of the repository at ${folder}`,
    steps: () => [
      'Give a commit, branch or tag that `git rev-parse` knows',
      'A shallow clone lacks older commits: git fetch --unshallow',
    ],
  }),
  CDEV_E_CODE_GRAPH_NO_REPOSITORY: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'A commit was asked for in a folder that is not in a git repository',
    message: ({ folder }) => `${folder} is not in a git repository, so it has no commits to read`,
    steps: () => ['Leave the commit out to read the files as they are', 'Give the folder of a repository'],
  }),
  CDEV_E_CODE_GRAPH_QUERY_EMPTY: errorEntry({
    kind: 'usage',
    title: 'There is no text to rank files for',
    message: () => 'The request has no text, so no file can be ranked for it',
    steps: () => ['Say in a sentence what shall be done'],
  }),
  CDEV_E_CODE_GRAPH_FOLDER_UNREADABLE: errorEntry<{ folder: string; reason: string }>({
    kind: 'environment',
    title: 'The files of a folder could not be listed',
    message: ({ folder, reason }) => `The files of ${folder} could not be listed: ${reason}`,
    steps: () => ['Check that the folder exists and may be read, and that git works in it: git status'],
  }),
});
