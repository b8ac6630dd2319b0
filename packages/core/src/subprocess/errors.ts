import { defineErrors, errorEntry } from '../errors/index.ts';
import { refusalStep } from './refusals.ts';

/** `folder`: where it was started. */
type Failed = { command: string; outcome: string; output: string; folder: string };

export const errors = defineErrors({
  CDEV_E_SUBPROCESS_FAILED: errorEntry<Failed>({
    kind: 'failure',
    title: 'A program that was started reported failure',
    message: ({ command, outcome, output }) => `${command} ${outcome}${output === '' ? '' : `\n${output}`}`,
    steps: ({ command, output, folder }) => {
      // Of git alone: it is asked in English, and what it cannot use are files of the repository.
      const refused = command.startsWith('git ') ? refusalStep(output, folder) : undefined;
      return refused === undefined
        ? [`Run it by hand to see all of its output: ${command}`]
        : [refused, 'Run the same command again after it'];
    },
  }),
  CDEV_E_SUBPROCESS_TIMED_OUT: errorEntry<{ command: string; limit: string }>({
    kind: 'failure',
    title: 'A program took longer than its time limit and was ended',
    message: ({ command, limit }) => `${command} was ended after ${limit}`,
    steps: () => [
      'Give it more time with the time-limit option of the command',
      'See what it waits for by running it by hand',
    ],
  }),
  CDEV_E_SUBPROCESS_CANCELLED: errorEntry<{ command: string }>({
    kind: 'interrupted',
    title: 'A program was ended because the run was interrupted',
    message: ({ command }) => `${command} was ended because the run was interrupted`,
    steps: () => ['Run the same command again; it goes on from where it stopped'],
  }),
  CDEV_E_SUBPROCESS_NOT_STARTED: errorEntry<{ command: string; reason: string }>({
    kind: 'environment',
    title: 'A program could not be started',
    message: ({ command, reason }) => `${command} could not be started: ${reason}`,
    steps: () => ['Check that the program is installed and may be executed, and that the folder exists'],
  }),
  CDEV_E_SUBPROCESS_TOOL_MISSING: errorEntry<{ tool: string; hint: string }>({
    kind: 'environment',
    title: 'A program that is needed is not installed',
    message: ({ tool }) => `${tool} was not found on PATH`,
    steps: ({ hint }) => [hint],
  }),
});
