import type { Command, OptionSpec } from './command.ts';

export type OutputFormat = 'console' | 'json' | 'yaml';

const always = {
  'output-format': {
    type: 'string',
    alias: 'o',
    choices: ['console', 'json', 'yaml'],
    default: 'console',
    placeholder: 'format',
    description: 'How the result is written',
  },
  json: { type: 'boolean', description: 'Short form of --output-format json' },
  cwd: { type: 'string', placeholder: 'folder', description: 'Work in this folder instead of the current one' },
  verbose: { type: 'boolean', alias: 'v', description: 'Show what is done, and causes of errors' },
  quiet: { type: 'boolean', description: 'No progress' },
  health: { type: 'boolean', description: 'Check that the script can do its work here' },
  help: { type: 'boolean', alias: 'h', description: 'Show this text' },
  version: { type: 'boolean', description: 'Show the version' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

const forChanges = {
  'dry-run': { type: 'boolean', description: 'Show what would be done and change nothing' },
  yes: { type: 'boolean', alias: 'y', description: 'Answer every question with yes' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

/** The options that every command has, and those of commands that change the world. */
export function houseOptions(command: Pick<Command, 'changesWorld'>): Readonly<Record<string, OptionSpec>> {
  return command.changesWorld ? { ...forChanges, ...always } : always;
}
