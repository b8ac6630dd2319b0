import { posix } from 'node:path';
import { isTestFile } from '@cdev/code-graph';
import type { RunnerCall, RunnerName } from '../runners/runner.ts';
import { runners } from '../runners/runners.ts';
import { scriptOf, type Manifest } from './manifest.ts';
import { splitScript, type SimpleCommand } from './split-script.ts';

export interface PackageScripts {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Programs that only prepare the way for the one they start. */
const outer = /^(?:cross-env(?:-shell)?|env|npx|bunx|c8|nyc|dotenv|dotenvx|xvfb-run|time|exec|nice|env-cmd)$/;
const programs: Readonly<Record<string, RunnerName>> = {
  jest: 'jest',
  vitest: 'vitest',
  mocha: 'mocha',
  _mocha: 'mocha',
  'ts-mocha': 'mocha',
  ava: 'ava',
  tap: 'tap',
  playwright: 'playwright',
  borp: 'node:test',
};

/** Every call of a test runner that the script `name` leads to, through other scripts of the package too. */
export function runnerCalls(owner: PackageScripts, name: string): RunnerCall[] {
  return callsOf(owner, name, new Set());
}

function callsOf(owner: PackageScripts, name: string, seen: Set<string>): RunnerCall[] {
  const script = scriptOf(owner.manifest, name);
  if (script === undefined || seen.has(name)) return [];
  seen.add(name);
  return splitScript(script).flatMap((command) => {
    const found = callOf(owner, { name, script }, command);
    if (found) return [found];
    return calledScripts(owner.manifest, command.words).flatMap((other) => callsOf(owner, other, seen));
  });
}

interface Place {
  readonly name: string;
  readonly script: string;
}

function callOf(owner: PackageScripts, place: Place, command: SimpleCommand): RunnerCall | undefined {
  const { env, words } = unwrap(command);
  const base = {
    package: owner.name,
    folder: owner.folder,
    env,
    script: place.script,
    foundIn: `package.json scripts.${place.name}`,
  };
  const [program = '', ...rest] = words;
  const called = posix.basename(program);
  if (called === 'node' || called === 'tsx') return nodeCall(base, called, rest);
  const runner = programs[called];
  return runner && !(runner === 'playwright' && rest[0] !== 'test') ? runnerCall(runner, base, rest) : undefined;
}

type Base = Pick<RunnerCall, 'package' | 'folder' | 'env' | 'script' | 'foundIn'>;

/** `node --test`, `node --import tsx --test`, `node test.js`, and `node node_modules/.bin/jest`. */
function nodeCall(base: Base, program: string, words: readonly string[]): RunnerCall | undefined {
  const loader = program === 'tsx' ? ['--import', 'tsx'] : [];
  const own: string[] = [];
  let at = 0;
  const { replacedOptions } = runners['node:test'];
  let isTest = false;
  for (; at < words.length && (words[at] as string).startsWith('-'); at += 1) {
    const word = words[at] as string;
    const option = nodeValueOptions.has(word) ? [word, words[(at += 1)] ?? ''] : [word];
    isTest ||= word === '--test';
    if (!replacedOptions.test(word)) own.push(...option);
  }
  const rest = words.slice(at);
  const nodeArgs = [...loader, ...own];
  if (isTest) {
    const kept = rest.filter((word) => !word.startsWith('-'));
    return { ...base, runner: 'node:test', nodeArgs, args: [], specs: kept };
  }
  const [file = ''] = rest;
  const runner =
    programs[/(?:^|node_modules\/)(?:\.bin\/)?([\w-]+)(?:\/bin\/[\w-]+(?:\.[cm]?js)?)?$/.exec(file)?.[1] ?? ''];
  if (runner && file.includes('node_modules')) return runnerCall(runner, { ...base, nodeArgs }, rest.slice(1));
  // A program that is a test itself: node:test takes a file that ends well as one test that passed.
  return isTestFile(file.replace(/^\.\//, '')) && /\.[cm]?[jt]s$/.test(file) && !/(?:^|\/)fixtures?\//.test(file)
    ? { ...base, runner: 'node:test', nodeArgs, args: [], specs: [file] }
    : undefined;
}

const nodeValueOptions = new Set(
  (
    '--import --require -r --loader --experimental-loader --conditions -C --env-file --test-reporter --test-reporter-destination ' +
    '--test-name-pattern --test-concurrency --test-timeout --max-old-space-size --disable-warning --test-shard'
  ).split(' '),
);

function runnerCall(
  runner: RunnerName,
  base: Base & { readonly nodeArgs?: readonly string[] },
  words: readonly string[],
): RunnerCall {
  const { valueOptions, replacedOptions } = runners[runner];
  const args: string[] = [];
  const specs: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string;
    if (!word.startsWith('-')) {
      specs.push(word);
      continue;
    }
    const takesValue = valueOptions.has(word) && at + 1 < words.length;
    const option = takesValue ? [word, words[(at += 1)] as string] : [word];
    if (!replacedOptions.test(word)) args.push(...option);
  }
  // The word that says what to do is no file.
  if (
    /^(?:run|test|watch|dev)$/.test(specs[0] ?? '') &&
    (runner === 'vitest' || runner === 'playwright' || runner === 'tap')
  )
    specs.shift();
  const call = { ...base, runner, nodeArgs: base.nodeArgs ?? [] };
  // The one program that starts node:test is borp: its options are not Node's, and its custom is another.
  if (runner === 'node:test')
    return { ...call, args: [], specs: specs.length === 0 ? ['**/*.test.{cjs,mjs,js}'] : specs };
  return { ...call, args, specs };
}

/** Takes off what stands before the program: assignments of cross-env, coverage tools with their options, `npx`, `pnpm exec`. */
function unwrap({ env, words }: SimpleCommand): SimpleCommand {
  const [program = '', ...rest] = words;
  const name = posix.basename(program);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(name) && /^(?:exec|x|dlx)$/.test(rest[0] ?? ''))
    return unwrap({ env, words: rest.slice(1).filter((word, at) => at > 0 || word !== '--') });
  if (!outer.test(name)) return { env, words };
  const variables: Record<string, string> = { ...env };
  let at = 0;
  for (; at < rest.length; at += 1) {
    const [, variable, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(rest[at] ?? '') ?? [];
    if (variable !== undefined) variables[variable] = value ?? '';
    // Options of a coverage tool may have values; the next program that is known ends them.
    else if (isProgram(rest[at] ?? '')) break;
  }
  return unwrap({ env: variables, words: rest.slice(at) });
}

function isProgram(word: string): boolean {
  const name = posix.basename(word);
  return name in programs || outer.test(name) || /^(?:node|tsx|npm|pnpm|yarn)$/.test(name);
}

/** Scripts of the same package that a command runs: `npm test`, `pnpm run x`, `yarn x`, `run-s a b`, `npm-run-all a 'test:*'`. */
function calledScripts(manifest: Manifest, words: readonly string[]): readonly string[] {
  const [program = '', ...rest] = words;
  const plain = rest.filter((word) => !word.startsWith('-'));
  const all = Object.keys(manifest.scripts ?? {});
  if (/^(?:run-s|run-p|npm-run-all2?|concurrently)$/.test(program))
    return plain.flatMap((pattern) => {
      const name = pattern.replace(/^(?:npm|pnpm|yarn)(?: run |:)/, '');
      const shape = new RegExp(`^${name.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '[^:]*')}$`);
      return all.filter((candidate) => shape.test(candidate));
    });
  if (
    !/^(?:npm|pnpm|yarn|bun)$/.test(program) ||
    rest.some((word) => /^(?:-r|--recursive|--filter|-w|--workspaces?)/.test(word))
  )
    return [];
  const name = /^(?:run|run-script|rum)$/.test(plain[0] ?? '') ? plain[1] : plain[0] === 't' ? 'test' : plain[0];
  return name !== undefined && all.includes(name) ? [name] : [];
}
