import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_TEST_LOCALLY_NO_PACKAGE: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'There is no package here',
    message: ({ folder }) => `${folder} has no package.json, and neither has any folder of its repository`,
    steps: () => ['Change into a project, or name one with --cwd'],
  }),
  CDEV_E_TEST_LOCALLY_MANIFEST_INVALID: errorEntry<{ file: string }>({
    kind: 'failure',
    title: 'A package.json cannot be used',
    message: ({ file }) => `${file} cannot be read, or is not a JSON object`,
    steps: ({ file }) => [`Mend ${file}`],
  }),
  CDEV_E_TEST_LOCALLY_BASE_UNKNOWN: errorEntry<{ base: string; reason: string; step: string }>({
    kind: 'environment',
    title: 'What changed cannot be told, because the commit to compare with is not there',
    message: ({ base, reason }) => `What changed since ${base} cannot be told: ${reason}`,
    steps: ({ step }) => [step, 'Compare with a commit that is there: --since HEAD~1', 'Or run everything: --all'],
  }),
  CDEV_E_TEST_LOCALLY_NO_REPOSITORY: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'What changed cannot be told without a repository',
    message: ({ folder }) => `${folder} is in no git repository, so what changed cannot be told`,
    steps: () => ['Run everything: --all', 'Or name the test files to run'],
  }),
  CDEV_E_TEST_LOCALLY_RUNNER_MISSING: errorEntry<{ runner: string; folder: string }>({
    kind: 'environment',
    title: 'The test runner that a project uses is not installed',
    message: ({ runner, folder }) => `${runner} is not installed for ${folder}`,
    steps: () => ["Install the project's dependencies with its package manager, then run the command again"],
  }),
  CDEV_E_TEST_LOCALLY_COVERAGE_IMPOSSIBLE: errorEntry<{ folder: string; needed: string }>({
    kind: 'environment',
    title: 'Coverage was asked for and cannot be measured',
    message: ({ folder, needed }) => `Coverage of the tests in ${folder} cannot be measured: that takes ${needed}`,
    steps: ({ needed }) => [
      needed === 'c8' ? "Add c8 to the project's development dependencies" : 'Leave --coverage out',
      'Or choose other packages with --package',
    ],
  }),
  CDEV_E_TEST_LOCALLY_UNKNOWN_PACKAGE: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'No package of the repository has that name',
    message: ({ name, known }) => `No package here is called ${name}; there are: ${known}`,
    steps: () => ['Give the name or the folder of a package'],
  }),
  CDEV_E_TEST_LOCALLY_UNKNOWN_SCRIPT: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'No package is called so, and none has such a script',
    message: ({ name, known }) =>
      `No package is called ${name}, and none has a script ${name}; scripts there are: ${known}`,
    steps: () => ['Give the name of a package or of a script in a package.json with --script'],
  }),
  CDEV_E_TEST_LOCALLY_NO_RUNNER: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'The project says nowhere how it is tested',
    message: ({ folder }) => `No package in ${folder} has a test script or a test runner that is known`,
    steps: () => [
      'Add a script "test" to package.json, such as: node --test',
      'If there are no tests and that is meant to be so: --pass-with-no-tests',
    ],
  }),
  CDEV_E_TEST_LOCALLY_SHARD_INVALID: errorEntry<{ value: string }>({
    kind: 'usage',
    title: 'A shard is not given as part and number of parts',
    message: ({ value }) => `--shard is ${value}, but it has to be like 2/5: this part, and how many there are`,
    steps: () => ['Give --shard 1/3, 2/3 and 3/3 to three machines'],
  }),
  CDEV_E_TEST_LOCALLY_NUMBER_INVALID: errorEntry<{ option: string; value: string; range: string }>({
    kind: 'usage',
    title: 'A number is outside what is possible',
    message: ({ option, value, range }) => `${option} is ${value}, but it has to be ${range}`,
    steps: ({ option, range }) => [`Give ${option} ${range}`],
  }),
  CDEV_E_TEST_LOCALLY_OPTIONS_CONTRADICT: errorEntry<{ problem: string; step: string }>({
    kind: 'usage',
    title: 'Options exclude each other',
    message: ({ problem }) => problem,
    steps: ({ step }) => [step],
  }),
  CDEV_E_TEST_LOCALLY_SUITE_INVALID: errorEntry<{ value: string; known: string }>({
    kind: 'usage',
    title: 'There is no suite of that name',
    message: ({ value, known }) =>
      `No test file belongs to a suite ${value}${known === '' ? '' : `; suites that files name: ${known}`}`,
    steps: () => ["Say which files it has: --suites 'smoke=test/smoke/**'"],
  }),
  CDEV_E_TEST_LOCALLY_NOTHING_TO_PACK: errorEntry<{ folder: string }>({
    kind: 'usage',
    title: 'No package here is meant to be published',
    message: ({ folder }) =>
      `${folder} has no package that is meant to be published: each is private, or has no name or version`,
    steps: () => ['Choose packages with --package, or take "private" out of a package.json'],
  }),
  CDEV_E_TEST_LOCALLY_UNKNOWN_WORKFLOW: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'The repository has no such workflow',
    message: ({ name, known }) => `No workflow here is called ${name}; there are: ${known}`,
    steps: () => ['Give the file or the name of a workflow, or none for all'],
  }),
  CDEV_E_TEST_LOCALLY_VALUES_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'A file of secrets or variables cannot be read',
    message: ({ file, reason }) => `${file} cannot be read (${reason})`,
    steps: () => ['Give a file with NAME=value on each line'],
  }),
  CDEV_E_TEST_LOCALLY_REPORT_UNWRITABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'A report cannot be written',
    message: ({ file, reason }) => `${file} cannot be written (${reason})`,
    steps: () => ['Give a file in a folder that may be written'],
  }),
});
