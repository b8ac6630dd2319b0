import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_DEMO_WRONG_USE: errorEntry<{ problem: string; agents: string }>({
    kind: 'usage',
    title: 'The demo was called with something that it does not know',
    message: ({ problem }) => problem,
    steps: ({ agents }) => [
      'pnpm demo: agents that bring prepared edits; no model and no key is needed',
      `pnpm demo -- --agent <name>: real agents; <name> is one of ${agents}`,
    ],
  }),
  CDEV_E_DEMO_INTERRUPTED: errorEntry<{ folder: string }>({
    kind: 'interrupted',
    title: 'The demo was interrupted',
    message: () => 'The demo was interrupted',
    steps: ({ folder }) => [`What there is so far is left for a look in ${folder}`, 'Run it again: it begins anew'],
  }),
  CDEV_E_DEMO_STEP_FAILED: errorEntry<{ command: string; exitCode: string; folder: string }>({
    kind: 'failure',
    title: 'A command of the demo did not do its work',
    message: ({ command, exitCode }) => `${command} ended with exit code ${exitCode}`,
    steps: ({ folder }) => ['Read above what it said', `Everything is left for a look in ${folder}`],
  }),
});
