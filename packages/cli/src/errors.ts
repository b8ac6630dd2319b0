import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PARALLEL_ISSUE_MISSING: errorEntry({
    kind: 'usage',
    title: 'No issue was named',
    message: () => 'There is no issue to work on',
    steps: () => ['Name one: cdev parallel --issue issue.md (or ENG-123, or owner/repository#12)'],
  }),
  CDEV_E_PARALLEL_NOTHING_TO_RESUME: errorEntry({
    kind: 'usage',
    title: 'There is no run to go on with',
    message: () => 'This repository has no plan, so there is nothing to resume',
    steps: () => ['Start one: cdev parallel --issue issue.md'],
  }),
  CDEV_E_PARALLEL_AGENT_MISSING: errorEntry({
    kind: 'usage',
    title: 'It was not said which agent does the work',
    message: () => 'The plan is made, but no agent was named that could do the work',
    steps: () => [
      'Name one with --agent claude (or codex, gemini, opencode)',
      'Or a program of your own with --command "…"',
      'See which are here: cdev spawn-agents doctor',
    ],
  }),
  CDEV_E_PARALLEL_STEP_FAILED: errorEntry<{ step: string; command: string; exitCode: string }>({
    kind: 'failure',
    title: 'A step ended with a failure, told above in its own words',
    message: ({ step, command, exitCode }) => `The step ${step} failed with exit code ${exitCode}: ${command}`,
    steps: () => ['Mend what it names, then run the same cdev parallel command again: it goes on from there'],
  }),
  CDEV_E_PARALLEL_STEP_ENVIRONMENT: errorEntry<{ step: string; command: string }>({
    kind: 'environment',
    title: 'A step lacks something on this machine, told above in its own words',
    message: ({ step, command }) => `The step ${step} lacks something here: ${command}`,
    steps: () => ['Provide what it names, then run the same cdev parallel command again'],
  }),
  CDEV_E_PARALLEL_STEP_USAGE: errorEntry<{ step: string; command: string }>({
    kind: 'usage',
    title: 'A step could not use what it was given, told above in its own words',
    message: ({ step, command }) => `The step ${step} could not use what it was given: ${command}`,
    steps: () => ['Mend what it names, then run the same cdev parallel command again'],
  }),
  CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED: errorEntry<{ script: string }>({
    kind: 'environment',
    title: 'The script is a package of its own that is not installed here',
    message: ({ script }) => `@cdev/${script} is not installed`,
    steps: ({ script }) => [
      `Start it without installing: npx @cdev/${script}`,
      `Or install it in the project: npm install --save-dev @cdev/${script}`,
    ],
  }),
});
