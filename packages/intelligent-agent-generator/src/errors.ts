import { defineErrors, errorEntry } from '@cdev/core/errors';

export const errors = defineErrors({
  CDEV_E_AGENT_GENERATOR_NOTHING_ASKED: errorEntry({
    kind: 'usage',
    title: 'There is no requirement',
    message: () => 'Neither a text nor an issue nor a file was given',
    steps: () => [
      'Say what is to be done: cdev-intelligent-agent-generator "Charge a fee for late returns"',
      'Or name an issue with --issue or a file with --file',
    ],
  }),
  CDEV_E_AGENT_GENERATOR_TWO_SOURCES: errorEntry<{ sources: string }>({
    kind: 'usage',
    title: 'More than one requirement was given',
    message: ({ sources }) => `An agent is made for one requirement, and these are several: ${sources}`,
    steps: () => ['Leave all but one away'],
  }),
  CDEV_E_AGENT_GENERATOR_TEXT_EMPTY: errorEntry<{ source: string }>({
    kind: 'usage',
    title: 'The requirement says nothing',
    message: ({ source }) => `${source} has no text`,
    steps: () => ['Say in a sentence what is to be done'],
  }),
  CDEV_E_AGENT_GENERATOR_ISSUE_NOT_CACHED: errorEntry<{ id: string }>({
    kind: 'usage',
    title: 'The issue is not in the cache',
    message: ({ id }) => `${id} is not cached here, and an issue is never made up`,
    steps: ({ id }) => [`Cache it: cdev-cache-linear-issue ${id}`],
  }),
  CDEV_E_AGENT_GENERATOR_QUERY_UNREADABLE: errorEntry<{ file: string; reason: string }>({
    kind: 'usage',
    title: 'The file with the query cannot be read',
    message: ({ file, reason }) => `${file} cannot be read: ${reason}`,
    steps: () => ['Check the path, or give the text itself with --query'],
  }),
  CDEV_E_AGENT_GENERATOR_NUMBER_INVALID: errorEntry<{ option: string; value: string }>({
    kind: 'usage',
    title: 'A number is not a whole number of at least one',
    message: ({ option, value }) => `${option} is a whole number of at least 1, not ${value}`,
    steps: ({ option }) => [`Give another value with ${option}`],
  }),
  CDEV_E_AGENT_GENERATOR_NAME_INVALID: errorEntry<{ name: string }>({
    kind: 'usage',
    title: 'The name is not one that an agent can have',
    message: ({ name }) => `"${name}" cannot be the name of an agent: files and commands are called after it`,
    steps: () => ['Take lower-case letters, digits and single hyphens, 60 at most, such as late-fees'],
  }),
  CDEV_E_AGENT_GENERATOR_MODEL_INVALID: errorEntry<{ name: string }>({
    kind: 'usage',
    title: 'The model is not named as a provider and a model, or as an assistant',
    message: ({ name }) => `--llm "${name}" names no provider that is known`,
    steps: () => [
      'Write openai:MODEL (also for services that speak as OpenAI does) or anthropic:MODEL',
      'Or an assistant on this machine: claude, claude:MODEL, codex or codex:MODEL',
      'Or leave --llm away',
    ],
  }),
  CDEV_E_AGENT_GENERATOR_KEY_MISSING: errorEntry<{ name: string; variable: string }>({
    kind: 'environment',
    title: 'There is no key for the model',
    message: ({ name, variable }) => `${name} is asked with the key in ${variable}, which is not set`,
    steps: ({ variable }) => [`Set ${variable}`, 'Or leave --llm away: all else needs no model'],
  }),
  CDEV_E_AGENT_GENERATOR_SERVICE_UNSAFE: errorEntry<{ variable: string }>({
    kind: 'usage',
    title: 'The address of the model would send the task and the key in clear text',
    message: ({ variable }) => `The address in ${variable} is neither https nor on this machine`,
    steps: ({ variable }) => [`Give an address that begins with https:// in ${variable}`],
  }),
  CDEV_E_AGENT_GENERATOR_BUDGET_TOO_SMALL: errorEntry<{ needed: string; given: string }>({
    kind: 'usage',
    title: 'Not even the task fits the token budget',
    message: ({ needed, given }) =>
      `The task and its criteria alone take about ${needed} tokens, and --max-tokens is ${given}`,
    steps: ({ needed }) => [`Give at least --max-tokens ${needed}`, 'Or shorten the requirement'],
  }),
  CDEV_E_AGENT_GENERATOR_NO_FOLDER: errorEntry<{ repository: string }>({
    kind: 'usage',
    title: 'A bare repository has no place for the file',
    message: ({ repository }) => `${repository} is a bare repository, so there are no folders to write the file in`,
    steps: () => ['Say where it goes with --out', 'Or run it in a worktree'],
  }),
  CDEV_E_AGENT_GENERATOR_MARKERS_BROKEN: errorEntry<{ file: string; name: string; problem: string }>({
    kind: 'failure',
    title: 'The markers of the section cannot be made out',
    message: ({ file, name, problem }) => `${file}: the markers of the agent ${name} ${problem}; the file is unchanged`,
    steps: ({ file, name }) => [
      `Leave one line that begins "<!-- cdev-agent ${name} " and below it one "<!-- /cdev-agent ${name} -->" in ${file}, or neither`,
    ],
  }),
  CDEV_E_AGENT_GENERATOR_NOT_WRITTEN: errorEntry<{ file: string; problem: string }>({
    kind: 'environment',
    title: 'The file could not be written',
    message: ({ file, problem }) => `${file} could not be written: ${problem}; what was there before is unchanged`,
    steps: () => ['Check the place, the free space and your rights there', 'Or write it elsewhere with --out'],
  }),
});
