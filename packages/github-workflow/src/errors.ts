import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_WORKFLOW_NONE: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'There is no workflow',
    message: ({ folder }) => `${folder} has no .github/workflows with a .yml or .yaml file in it`,
    steps: () => ['Run in a repository with GitHub workflows', 'Name the workflow file'],
  }),
  CDEV_E_WORKFLOW_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A workflow file cannot be read',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: ({ file }) => [`See that ${file} is there and may be read`],
  }),
  CDEV_E_WORKFLOW_INVALID: errorEntry<{ file: string; problems: string }>({
    kind: 'failure',
    title: 'A workflow or action file is not as GitHub wants it',
    message: ({ file, problems }) => `GitHub would refuse ${file}:\n${problems}`,
    steps: () => ['Mend the lines that are named', 'Look the key up in the workflow syntax of GitHub Actions'],
  }),
  CDEV_E_WORKFLOW_UNKNOWN_JOB: errorEntry<{ job: string; file: string; known: string }>({
    kind: 'usage',
    title: 'The workflow has no such job',
    message: ({ job, file, known }) => `${file} has no job ${job}; its jobs are ${known}`,
    steps: () => ['Name one of its jobs by its key under `jobs:`'],
  }),
  CDEV_E_WORKFLOW_NO_COMMIT: errorEntry<{ folder: string }>({
    kind: 'failure',
    title: 'The repository has no commit to run a workflow on',
    message: ({ folder }) => `${folder} has no commit yet, and a workflow runs on a commit`,
    steps: () => ['Commit first', 'Run in the working tree as it stands'],
  }),
  CDEV_E_WORKFLOW_VALUES_FILE: errorEntry<{ file: string; line: string }>({
    kind: 'usage',
    title: 'A file of secrets or variables has a line that is none',
    message: ({ file, line }) => `${file}:${line} is not of the form NAME=value`,
    steps: () => ['Write one NAME=value on a line; quotes around the value are taken off, # begins a comment'],
  }),
  CDEV_E_WORKFLOW_INTERRUPTED: errorEntry({
    kind: 'interrupted',
    title: 'The run was interrupted',
    message: () => 'The workflow was interrupted; its processes were ended and its folders removed',
    steps: () => ['Run it again; name single jobs to begin with what is left'],
  }),
});
