import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closestWord } from './closest-word.ts';
import type { Command, OptionSpec, Script } from './command.ts';
import { errors } from './errors.ts';
import { houseOptions } from './house-options.ts';
import { checkValue, splitList } from './parse-arguments.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The house switches of one run are typed, never configured. */
const neverConfigured = new Set(['help', 'version', 'health', 'cwd', 'dry-run', 'json']);

export interface ResolvedValues {
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of those that a configuration file said: whoever can write to the repository. */
  readonly configured: ReadonlySet<string>;
}

/**
 * The values of a command's options: default, then configuration file, then environment, then command line; later wins.
 * @throws CDEV_E_CLI_CONFIG_INVALID, CDEV_E_CLI_ENVIRONMENT_INVALID
 */
export async function resolveValues(
  script: Script,
  { command, values }: { command: Command; values: Readonly<Record<string, unknown>> },
  { cwd, env }: { cwd: string; env: Env },
): Promise<ResolvedValues> {
  const specs: Readonly<Record<string, OptionSpec>> = { ...command.options, ...houseOptions(command) };
  const configured = await readConfiguration(script, cwd, specs);
  const fromFile = new Set<string>();
  const resolved: Record<string, unknown> = { 'dry-run': false, yes: false, ...values };
  for (const [name, spec] of Object.entries(specs)) {
    if (name in values) continue;
    const fallback = spec.array ? [] : defaultOf(name, spec);
    const open = !neverConfigured.has(name);
    const fromOutside = open ? fromEnvironment(script, name, spec, env) : undefined;
    // A repository does not answer the questions that protect from it.
    const inFile = open && name !== 'yes' ? configured[name] : undefined;
    if (fromOutside === undefined && inFile !== undefined) fromFile.add(name);
    resolved[name] = fromOutside ?? inFile ?? fallback;
  }
  return { values: resolved, configured: fromFile };
}

function defaultOf(name: string, spec: OptionSpec): unknown {
  if (spec.default === undefined) return spec.type === 'boolean' ? false : undefined;
  // A default is written like a typed value, so that the help text shows it as it may be typed.
  return checkValue(name, spec.default, spec, (problem) => {
    throw new Error(`The default of an option is not of its type: ${problem}`);
  });
}

/** `CDEV_SPAWN_AGENTS_MAX_PARALLEL` for one script, `CDEV_MAX_PARALLEL` for all. */
function fromEnvironment(script: Script, name: string, spec: OptionSpec, env: Env): unknown {
  const snake = (text: string): string => text.replaceAll('-', '_').toUpperCase();
  const variables = [`${snake(script.name)}_${snake(name)}`, `CDEV_${snake(name)}`];
  const variable = variables.find((candidate) => env[candidate] !== undefined && env[candidate] !== '');
  if (variable === undefined) return undefined;
  return inType(variable, env[variable], spec, (problem) => {
    throw errors.make('CDEV_E_CLI_ENVIRONMENT_INVALID', { variable, problem });
  });
}

function inType(where: string, value: unknown, spec: OptionSpec, fail: (problem: string) => never): unknown {
  if (!spec.array) return checkValue(where, value, spec, fail);
  const list = Array.isArray(value) ? value : splitList(String(value));
  return list.filter((item) => item !== '').map((item) => checkValue(where, item, spec, fail));
}

/**
 * The nearest `cdev.config.{yaml,json}` or `package.json#cdevConfig` from `cwd` up to the repository's top. Options stand under
 * the script's name (without `cdev-`) or, for all scripts, at the top.
 */
async function readConfiguration(
  script: Script,
  cwd: string,
  specs: Readonly<Record<string, OptionSpec>>,
): Promise<Readonly<Record<string, unknown>>> {
  const found = await findConfiguration(cwd);
  if (!found) return {};
  const { file, content } = found;
  const invalid = (problem: string): never => {
    throw errors.make('CDEV_E_CLI_CONFIG_INVALID', { file, problem });
  };
  if (!isRecord(content)) return invalid('it must be a mapping of option names to values');
  const key = script.name.replace(/^cdev-/, '');
  const mistaken = Object.keys(content).find((name) => isRecord(content[name]) && isMeantFor(name, script, content));
  if (mistaken !== undefined)
    return invalid(`"${mistaken}" is not read; the options of ${script.name} stand under "${key}"`);
  const own = content[key] ?? {};
  if (!isRecord(own)) return invalid(`"${key}" must be a mapping of option names to values`);
  const unknown = Object.keys(own).find(
    (name) => !(name in specs) && !script.commands.some(({ options }) => name in options),
  );
  if (unknown !== undefined) return invalid(`"${key}.${unknown}" is not an option of ${script.name}`);
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const where = name in own ? `${key}.${name}` : name;
    const value = own[name] ?? content[name];
    if (value !== undefined && !isRecord(value)) values[name] = inType(where, value, spec, invalid);
  }
  return values;
}

/**
 * A section that this script would read if it were called a little otherwise. Other scripts and plugins have sections of their own, which this
 * script need not know: it judges only near misses of its own name, and none where its own section is there.
 */
function isMeantFor(section: string, script: Script, content: Readonly<Record<string, unknown>>): boolean {
  const key = script.name.replace(/^cdev-/, '');
  if (section === key || Object.hasOwn(content, key)) return false;
  return section === script.name || (key.length > 4 && closestWord(section, [key]) !== undefined);
}

async function findConfiguration(cwd: string): Promise<{ file: string; content: unknown } | undefined> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    for (const name of ['cdev.config.yaml', 'cdev.config.json', 'package.json']) {
      const file = join(folder, name);
      if (!existsSync(file)) continue;
      const content = await parseFile(file, name);
      if (content !== undefined) return { file, content };
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) return undefined;
  }
}

async function parseFile(file: string, name: string): Promise<unknown> {
  try {
    const text = readFileSync(file, 'utf8');
    if (name === 'package.json')
      return text.includes('"cdevConfig"') ? (JSON.parse(text) as { cdevConfig?: unknown }).cdevConfig : undefined;
    if (name.endsWith('.json')) return JSON.parse(text);
    const { parse } = await import('yaml');
    return parse(text) ?? {};
  } catch (cause) {
    throw errors.make(
      'CDEV_E_CLI_CONFIG_INVALID',
      { file, problem: (cause as Error).message.split('\n')[0] ?? '' },
      { cause },
    );
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
