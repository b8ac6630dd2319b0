import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_PIPELINE_NAME_MISSING: errorEntry<{ known: string }>({
    kind: 'usage',
    title: 'No pipeline was named',
    message: () => 'It was not said which pipeline to run',
    steps: ({ known }) => [`Name one of: ${known}`, 'See what they do: cdev run --list'],
  }),
  CDEV_E_PIPELINE_UNKNOWN: errorEntry<{ name: string; known: string }>({
    kind: 'usage',
    title: 'There is no pipeline of that name',
    message: ({ name }) => `There is no pipeline ${name}`,
    steps: ({ known }) => [`Name one of: ${known}`, 'Or write it into cdev.pipeline.yaml'],
  }),
  CDEV_E_PIPELINE_FILE_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'The file of pipelines cannot be read',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: ({ file }) => [`See that ${file} is there and may be read`],
  }),
  CDEV_E_PIPELINE_INVALID: errorEntry<{ file: string; problems: string }>({
    kind: 'usage',
    title: 'The file of pipelines is not as it must be',
    message: ({ file, problems }) => `${file} cannot be used\n${problems}`,
    steps: () => [
      'Mend the lines that are named',
      'Let your editor check it: the schema is in @cdev/pipeline/pipeline.schema.json',
    ],
  }),
  CDEV_E_PIPELINE_INPUT_FORM: errorEntry<{ word: string }>({
    kind: 'usage',
    title: 'An input was not given as name=value',
    message: ({ word }) => `${word} is no input`,
    steps: () => ['Write inputs as name=value: cdev run parallel issue=issue.md'],
  }),
  CDEV_E_PIPELINE_INPUT_UNKNOWN: errorEntry<{ pipeline: string; name: string; known: string }>({
    kind: 'usage',
    title: 'The pipeline has no such input',
    message: ({ pipeline, name }) => `${pipeline} has no input ${name}`,
    steps: ({ known }) => [`Its inputs are: ${known}`],
  }),
  CDEV_E_PIPELINE_INPUT_MISSING: errorEntry<{ pipeline: string; names: string; example: string }>({
    kind: 'usage',
    title: 'An input that the pipeline needs was not given',
    message: ({ pipeline, names }) => `${pipeline} needs ${names}`,
    steps: ({ pipeline, example }) => [`Give it: cdev run ${pipeline} ${example}`],
  }),
  CDEV_E_PIPELINE_STEP_UNKNOWN: errorEntry<{ pipeline: string; step: string; known: string }>({
    kind: 'usage',
    title: 'A step was approved that nobody asks approval for',
    message: ({ pipeline, step }) => `${pipeline} has no step ${step} that wants approval`,
    steps: ({ known }) => [`Steps that want it: ${known}`],
  }),
  CDEV_E_PIPELINE_APPROVAL_NEEDED: errorEntry<{ pipeline: string; step: string; question: string }>({
    kind: 'usage',
    title: 'A step wants approval, and nobody is there to be asked',
    message: ({ step, question }) => `${step} wants approval: ${question}`,
    steps: ({ pipeline, step }) => [
      `Approve it: cdev run ${pipeline} --approve ${step} (what is done is not done again)`,
      'Or run it at a terminal, where you are asked',
    ],
  }),
  CDEV_E_PIPELINE_NOTHING_TO_RESUME: errorEntry<{ pipeline: string }>({
    kind: 'usage',
    title: 'There is no run to go on with',
    message: ({ pipeline }) => `No run of ${pipeline} was left unfinished here`,
    steps: ({ pipeline }) => [`Start one: cdev run ${pipeline}`],
  }),
  CDEV_E_PIPELINE_JOURNAL_UNUSABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'environment',
    title: 'What a run did cannot be written down, or cannot be read',
    message: ({ file, reason }) => `${file} cannot be used: ${reason}`,
    steps: () => ['Make room on the disk, or mend the rights of the folder', 'Run the same command again'],
  }),
});
