import { defineErrors, errorEntry } from '../errors/index.ts';

export const errors = defineErrors({
  CDEV_E_CLI_USAGE: errorEntry<{ problem: string; step: string }>({
    kind: 'usage',
    title: 'The command line is not one that the script knows',
    message: ({ problem }) => problem,
    steps: ({ step }) => [step],
  }),
  CDEV_E_CLI_CONFIG_INVALID: errorEntry<{ file: string; problem: string }>({
    kind: 'usage',
    title: 'A configuration file cannot be used',
    message: ({ file, problem }) => `${file}: ${problem}`,
    steps: ({ file }) => [`Mend ${file}, or remove it`],
  }),
  CDEV_E_CLI_ENVIRONMENT_INVALID: errorEntry<{ variable: string; problem: string }>({
    kind: 'usage',
    title: 'An environment variable of the script has a value it cannot use',
    message: ({ variable, problem }) => `${variable}: ${problem}`,
    steps: ({ variable }) => [`Set ${variable} to a value that is allowed, or unset it`],
  }),
  CDEV_E_CLI_FOLDER_MISSING: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'The folder to work in is not there',
    message: ({ path }) => `No folder at ${path}`,
    steps: () => ['Change into a folder that exists, or give one with --cwd'],
  }),
  CDEV_E_CLI_FILE_REFUSED: errorEntry<{ place: string; reason: string; step: string }>({
    kind: 'environment',
    title: 'The system refuses a file that the script has to use',
    message: ({ place, reason }) => `${place}: ${reason}`,
    steps: ({ step }) => [step, 'Run the same command again after it'],
  }),
  CDEV_E_CLI_CONFIRMATION_NEEDED: errorEntry<{ question: string }>({
    kind: 'usage',
    title: 'A question needs an answer and nobody can be asked',
    message: ({ question }) => `This needs an answer, and there is no terminal to ask at: ${question}`,
    steps: () => ['Answer beforehand with --yes', 'Look at what would be done with --dry-run'],
  }),
  CDEV_E_CLI_DECLINED: errorEntry<{ question: string }>({
    kind: 'failure',
    title: 'The question was answered with no',
    message: () => 'Nothing was changed: the answer was no',
    steps: () => ['Run the command again when you want it done'],
  }),
  CDEV_E_CLI_INTERRUPTED: errorEntry<{ signal: string }>({
    kind: 'interrupted',
    title: 'The run was interrupted',
    message: ({ signal }) => `Interrupted by ${signal}`,
    steps: () => ['Run the same command again; what was done stays done'],
  }),
  CDEV_E_CLI_DEFECT: errorEntry<{ message: string; log: string }>({
    kind: 'internal',
    title: 'The script itself is at fault',
    message: ({ message }) => `This is a defect of the script: ${message}`,
    steps: ({ log }) => [`Report it with the last lines of ${log}`, 'Run with --verbose to see where it came from'],
  }),
});
