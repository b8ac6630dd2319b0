import type { CommandDescription, OptionDescription, ScriptDescription } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';

/** What the form sends. */
export interface StartRequest {
  /** The script's name. */
  readonly script: string;
  /** Empty for what it does without a word. */
  readonly command: string;
  readonly positionals: Readonly<Record<string, readonly string[]>>;
  /** Of a switch `true`; of others the values. */
  readonly options: Readonly<Record<string, true | readonly string[]>>;
}

const refused: ReadonlySet<string> = new Set(['help', 'version']);

/** @throws CDEV_E_DASHBOARD_REQUEST_INVALID */
export function readRequest(input: unknown): StartRequest {
  const { script, command, positionals, options } = fieldsOf(input);
  if (typeof script !== 'string' || typeof command !== 'string') throw invalid('The form is not complete');
  const lists = Object.entries(fieldsOf(positionals)).map(([name, value]) => [name, textsOf(value, name)] as const);
  const given = Object.entries(fieldsOf(options)).map(
    ([name, value]) => [name, value === true ? value : textsOf(value, name)] as const,
  );
  return { script, command, positionals: Object.fromEntries(lists), options: Object.fromEntries(given) };
}

/**
 * The words of the command line, each of which the script has said that it takes; they go to it as they are, through no shell.
 * @throws CDEV_E_DASHBOARD_REQUEST_INVALID
 */
export function commandWords(request: StartRequest, { commands }: Pick<ScriptDescription, 'commands'>): string[] {
  const command = commands.find(({ name }) => name === request.command);
  if (!command) throw invalid(`It has no command "${request.command}"`);
  const options = Object.entries(request.options).flatMap(([name, value]) => {
    const option = command.options.find((each) => each.name === name);
    if (!option || refused.has(name)) throw invalid(`It has no option --${name}`);
    return optionWords(option, value);
  });
  return [...(command.name === '' ? [] : [command.name]), ...options, ...positionalWords(command, request)];
}

function optionWords({ name, type, isList, choices }: OptionDescription, value: true | readonly string[]): string[] {
  if (type === 'boolean') {
    if (value !== true) throw invalid(`--${name} takes no value`);
    return [`--${name}`];
  }
  if (value === true) throw invalid(`--${name} wants a value`);
  const values = value.filter((text) => text !== '');
  if (values.length > 1 && !isList) throw invalid(`--${name} takes one value`);
  const odd = values.find((text) => choices !== undefined && !choices.includes(text));
  if (odd !== undefined) throw invalid(`--${name} is one of ${choices?.join(', ')}, not "${odd}"`);
  return values.map((text) => `--${name}=${text}`);
}

function positionalWords({ positionals }: CommandDescription, request: StartRequest): string[] {
  const known = new Set(positionals.map(({ name }) => name));
  const unknown = Object.keys(request.positionals).find((name) => !known.has(name));
  if (unknown !== undefined) throw invalid(`It takes no ${unknown}`);
  let isGap: string | undefined;
  return positionals.flatMap(({ name, isRequired, isList }) => {
    const values = (request.positionals[name] ?? []).filter((text) => text !== '');
    if (values.length === 0) {
      if (isRequired) throw invalid(`${name} is missing`);
      isGap ??= name;
      return [];
    }
    if (isGap !== undefined) throw invalid(`${name} can only follow ${isGap}`);
    if (values.length > 1 && !isList) throw invalid(`${name} is one word`);
    const option = values.find((text) => text.startsWith('-') && text !== '-');
    if (option !== undefined) throw invalid(`${name} does not begin with a dash: "${option}"`);
    return values;
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function textsOf(value: unknown, name: string): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.some((each) => typeof each !== 'string')) throw invalid(`${name} is not a text`);
  if (list.some((each) => (each as string).includes('\0')))
    throw invalid(`${name} has a character that no program takes`);
  return list as readonly string[];
}

function invalid(problem: string): Error {
  return errors.make('CDEV_E_DASHBOARD_REQUEST_INVALID', { problem });
}
