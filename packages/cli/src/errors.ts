import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_FRONT_SCRIPT_UNKNOWN: errorEntry<{ script: string; known: string }>({
    kind: 'usage',
    title: 'There is no script of that name',
    message: ({ script }) => `There is no script ${script}`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
  CDEV_E_FRONT_ADDED_NOT_INSTALLED: errorEntry<{ script: string; lock: string }>({
    kind: 'environment',
    title: 'A script of others is named by the lock, and is not installed here',
    message: ({ script, lock }) => `${script} is named in ${lock}, and is not installed here`,
    steps: () => ['Install what the lock names, exactly that: cdev marketplace add'],
  }),
  CDEV_E_FRONT_LOCK_BROKEN: errorEntry<{ script: string; problem: string; step: string }>({
    kind: 'failure',
    title: 'A script is not found, and what was added cannot be read',
    message: ({ script, problem }) => `Whether ${script} was added cannot be told: ${problem}`,
    steps: ({ step }) => [step, 'See all that keeps scripts from being started: cdev doctor'],
  }),
  CDEV_E_FRONT_SHELL_UNKNOWN: errorEntry<{ shell: string; known: string }>({
    kind: 'usage',
    title: 'There is no completion for that shell',
    message: ({ shell }) => `There is no completion for ${shell}`,
    steps: ({ known }) => [`Name one of: ${known}`],
  }),
  CDEV_E_FRONT_REGISTRY_FAILED: errorEntry<{ package: string; reason: string }>({
    kind: 'environment',
    title: 'The registry could not be asked for the version before',
    message: ({ package: name, reason }) => `npm could not tell which versions ${name} has: ${reason}`,
    steps: ({ package: name }) => [
      `Try it: npm view ${name} versions`,
      'Or name the version, which npm may have in its cache: --to <version>',
    ],
  }),
  CDEV_E_FRONT_NO_LOG: errorEntry<{ script: string; file: string }>({
    kind: 'failure',
    title: 'The script has written no log yet',
    message: ({ script, file }) => `${script} has written no log: ${file} is not there`,
    steps: () => [
      'Check the name: cdev list',
      'Wait for its first line with --follow',
      'Look into another home with CDEV_HOME',
    ],
  }),
  CDEV_E_FRONT_NOT_IN_PROJECT: errorEntry<{ package: string }>({
    kind: 'usage',
    title: 'The script is no dependency of this project, so there is nothing to put back',
    message: (parameters) => `No package.json from here upwards asks for ${parameters.package}, or it is not installed`,
    steps: (parameters) => [
      'Change to the project, or name it with --cwd',
      `Without a project, name the version: npx ${parameters.package}@<version>`,
    ],
  }),
  CDEV_E_FRONT_NO_EARLIER_VERSION: errorEntry<{ package: string; version: string }>({
    kind: 'failure',
    title: 'The registry has no version to go back to',
    message: (parameters) =>
      `The registry has no version of ${parameters.package} before ${parameters.version} that is not deprecated`,
    steps: (parameters) => [`See which there are: npm view ${parameters.package} versions`, 'Name one with --to'],
  }),
  CDEV_E_FRONT_ROLLBACK_FAILED: errorEntry<{ package: string; version: string; wanted: string }>({
    kind: 'failure',
    title: 'The package manager installed another version than it was told',
    message: (parameters) => `${parameters.package} is ${parameters.version}, not ${parameters.wanted}`,
    steps: () => ['Look for an override of the version in package.json or the workspace'],
  }),
  CDEV_E_FRONT_NO_WORKING_TREE: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'A bare repository has no files to write to',
    message: ({ folder }) => `${folder} is a bare repository`,
    steps: () => ['Run it in a clone or worktree of it'],
  }),
  CDEV_E_FRONT_CONFIG_UNUSABLE: errorEntry<{ file: string; problem: string }>({
    kind: 'usage',
    title: 'The configuration that is there cannot be read, so nothing can be added to it',
    message: ({ file, problem }) => `${file} cannot be used: ${problem}`,
    steps: ({ file }) => [`Mend ${file}, then run it again`],
  }),
  CDEV_E_FRONT_CHANGED_MEANWHILE: errorEntry<{ file: string }>({
    kind: 'failure',
    title: 'A file was changed while the question was asked',
    message: ({ file }) => `${file} is not what was shown; it was left as it is`,
    steps: () => ['Run it again to see what is missing now'],
  }),
  CDEV_E_FRONT_NOT_WRITTEN: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A file of the repository cannot be read or written',
    message: ({ file, reason }) => `${file} cannot be read or written (${reason})`,
    steps: ({ file }) => [`Check your rights on ${file}, and the space on the disk`],
  }),
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
  CDEV_E_PARALLEL_ISSUE_CHANGED: errorEntry<{ issue: string; plan: string; way: string }>({
    kind: 'usage',
    title: 'The issue says something else than when it was planned',
    message: ({ issue, plan }) => `${issue} was changed since the plan ${plan} was made of it, which is not done yet`,
    steps: ({ way }) => [
      'Go on by the plan as it is: cdev parallel --resume',
      `Or plan anew: ${way}, then the same cdev parallel command again`,
    ],
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
