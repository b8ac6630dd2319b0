import { Parser } from 'yargs/helpers';
import { closestWord } from './closest-word.ts';
import type { Command, OptionSpec, Script } from './command.ts';
import { errors } from './errors.ts';
import { houseOptions } from './house-options.ts';
import { commandLine } from './render-help.ts';
import { parseDuration } from './text-layout.ts';

/** What was typed: only what stood on the command line, without defaults. */
export interface TypedArguments {
  readonly command: Command;
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Finds the command and parses its line, by the parser of yargs alone: what the rest of it adds is a third of a script's start.
 * @throws CDEV_E_CLI_USAGE
 */
export function parseArguments(script: Script, argv: readonly string[]): TypedArguments {
  const named = script.commands.find(({ name }) => name !== '' && name === argv[0]);
  const unnamed =
    script.commands.find(({ name }) => name === '') ?? (isHealthAsked(argv) ? script.commands[0] : undefined);
  const command = named ?? unnamed ?? unknownCommand(script, argv[0]);
  const words = named ? argv.slice(1) : argv;
  const specs: Readonly<Record<string, OptionSpec>> = { ...command.options, ...houseOptions(command) };
  const fail = (problem: string): never => {
    throw errors.make('CDEV_E_CLI_USAGE', { problem, step: `See ${commandLine(script, command)} --help` });
  };
  for (const [name, spec] of Object.entries(specs)) refuseEmptyAndNegated(words, name, spec, fail);
  const { argv: parsed, error } = Parser.detailed([...words], hintsOf(specs));
  if (error) fail(explain(error.message));
  const {
    _: free,
    '--': rest = [],
    ...typed
  } = parsed as Record<string, unknown> & { _: (string | number)[]; '--'?: string[] };
  const given: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const value = typed[name] === undefined ? undefined : oneValue(name, typed[name], spec, fail);
    if (value !== undefined) given[name] = value;
  }
  const unknown = Object.keys(typed).find((name) => !(name in specs));
  if (unknown !== undefined) fail(unknownOption(unknown, specs));
  const positionals = takePositionals(command, free.map(String), fail);
  // `--health` asks after the script, not for its work, so nothing to work on needs to be named.
  if (given['health'] !== true) requirePositionals(command, positionals, fail);
  return { command, values: { ...given, ...positionals, '--': rest.map(String) } };
}

/** `--health` asks after the script, so a script that has only named commands needs none of them for it. */
function isHealthAsked(argv: readonly string[]): boolean {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;
  return options[0]?.startsWith('-') === true && options.includes('--health');
}

function unknownCommand(script: Script, word: string | undefined): never {
  const names = script.commands.map(({ name }) => name);
  const guess = word === undefined ? undefined : closestWord(word, names);
  const problem = word === undefined || word.startsWith('-') ? 'A command is missing' : `There is no command "${word}"`;
  throw errors.make('CDEV_E_CLI_USAGE', {
    problem: guess === undefined ? problem : `${problem}; did you mean "${guess}"?`,
    step: `Choose one of: ${names.join(', ')} (see ${script.name} --help)`,
  });
}

/** Two forms that yargs takes for a value in silence: `--name=` and `--no-name`. */
function refuseEmptyAndNegated(
  words: readonly string[],
  name: string,
  spec: OptionSpec,
  fail: (problem: string) => never,
): void {
  const end = words.indexOf('--');
  const options = end === -1 ? words : words.slice(0, end);
  if (spec.type !== 'boolean' && options.includes(`--${name}=`)) fail(`--${name} needs a value`);
}

/** How the parser reads what may be read in several ways. */
export const parserConfiguration = {
  'duplicate-arguments-array': true,
  'dot-notation': false,
  'boolean-negation': false,
  'camel-case-expansion': false,
  'strip-aliased': true,
  'parse-positional-numbers': false,
  'populate--': true,
  'greedy-arrays': false,
};

/** What the parser is told of the options: which have values, and how it is to read what may be read in several ways. */
function hintsOf(specs: Readonly<Record<string, OptionSpec>>): Parser.Options {
  const entries = Object.entries(specs);
  const named = (isIt: (spec: OptionSpec) => boolean): string[] =>
    entries.filter(([, spec]) => isIt(spec)).map(([name]) => name);
  const valued = named(({ type }) => type !== 'boolean');
  return {
    boolean: named(({ type }) => type === 'boolean'),
    string: valued,
    array: named(({ array }) => array === true),
    // Not a number: one at least, and of an array any.
    narg: Object.fromEntries(valued.map((name) => [name, Number.NaN])),
    alias: Object.fromEntries(entries.flatMap(([name, { alias }]) => (alias === undefined ? [] : [[name, [alias]]]))),
    configuration: parserConfiguration,
  };
}

/** Of an option given twice the last counts, as a shell alias with a default expects. */
function oneValue(name: string, value: unknown, spec: OptionSpec, fail: (problem: string) => never): unknown {
  const list = (Array.isArray(value) ? value : [value]).flatMap(spec.array ? splitList : (item) => [item as unknown]);
  const checked = list.filter((item) => item !== undefined).map((item) => checkValue(`--${name}`, item, spec, fail));
  if (spec.array) return checked.length === 0 ? undefined : checked;
  return checked.at(-1);
}

/** A comma in braces belongs to a pattern, as in `src/{a,b}.ts`. */
export function splitList(value: unknown): unknown[] {
  return typeof value === 'string'
    ? value
        .split(/,(?![^{},]*(?:,[^{},]*)*\})/)
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : [value];
}

/** A value in the option's type, from text or from configuration. `where` names its source in the message. */
export function checkValue(where: string, value: unknown, spec: OptionSpec, fail: (problem: string) => never): unknown {
  if (spec.type === 'boolean') {
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === '1') return true;
    if (value === 'false' || value === '0') return false;
    return fail(`${where} is yes or no (true or false), not "${String(value)}"`);
  }
  if (spec.type === 'number') {
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    return Number.isFinite(number) ? number : fail(`${where} needs a number, not "${String(value)}"`);
  }
  if (spec.type === 'duration') {
    const duration = parseDuration(String(value));
    return duration ?? fail(`${where} needs a duration such as 90s, 15m, 12h or 7d, not "${String(value)}"`);
  }
  if (typeof value !== 'string' && typeof value !== 'number')
    return fail(`${where} needs a text, not ${JSON.stringify(value)}`);
  const text = String(value);
  if (text === '') return fail(`${where} needs a value`);
  if (spec.choices && !spec.choices.includes(text)) {
    const guess = closestWord(text, spec.choices);
    return fail(
      `${where} is one of ${spec.choices.join(', ')}, not "${text}"${guess === undefined ? '' : `; did you mean ${guess}?`}`,
    );
  }
  return text;
}

function takePositionals(
  command: Command,
  words: readonly string[],
  fail: (problem: string) => never,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  let next = 0;
  for (const [name, spec] of Object.entries(command.positionals)) {
    if (spec.array) {
      taken[name] = words.slice(next);
      next = words.length;
    } else {
      taken[name] = words[next];
      next += 1;
    }
  }
  const [tooMany] = words.slice(next);
  if (tooMany !== undefined) fail(`"${tooMany}" is one argument too many`);
  return taken;
}

function requirePositionals(
  { positionals }: Command,
  taken: Readonly<Record<string, unknown>>,
  fail: (problem: string) => never,
): void {
  for (const [name, { required, array, description }] of Object.entries(positionals)) {
    const isMissing = array ? (taken[name] as string[]).length === 0 : taken[name] === undefined;
    if (required && isMissing) fail(`<${name}> is missing: ${description}`);
  }
}

function explain(message: string): string {
  const missing = /^Not enough arguments following: (.+)$/.exec(message)?.[1];
  return missing === undefined ? message : `--${missing} needs a value`;
}

function unknownOption(typed: string, specs: Readonly<Record<string, OptionSpec>>): string {
  const guess = closestWord(typed, Object.keys(specs));
  const name = typed.length === 1 ? `-${typed}` : `--${typed}`;
  return guess === undefined ? `There is no option ${name}` : `There is no option ${name}; did you mean --${guess}?`;
}
