import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { lockFiles, type PackageManagerName } from '@cdev/package-workspace';
import { errors } from '../errors.ts';
import { isScriptName, scriptNames, separateScripts } from '../script-names.ts';

export interface RollBackOptions {
  readonly script: string;
  /** Default: the published version before the one that is installed, that is not deprecated. */
  readonly to: string | undefined;
  readonly isDryRun: boolean;
}

export interface Rollback {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  /** The project. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly outcome: 'planned' | 'done';
}

/**
 * Puts the project back to the version before, exactly that one, by the project's own package manager. What is published stays as it is.
 * @throws CDEV_E_FRONT_SCRIPT_UNKNOWN, _NOT_IN_PROJECT, _NO_EARLIER_VERSION, _REGISTRY_FAILED, CDEV_E_CLI_DECLINED
 */
export async function rollBack(
  { script, to, isDryRun }: RollBackOptions,
  context: Context,
): Promise<Outcome<Rollback>> {
  const name = script.replace(/^cdev-|^@cdev\//, '');
  if (!isScriptName(name))
    throw errors.make('CDEV_E_FRONT_SCRIPT_UNKNOWN', {
      script,
      known: [...scriptNames, ...separateScripts].join(', '),
    });
  const packageName = `@cdev/${name}`;
  const folder = projectOf(packageName, context.cwd);
  const installed = folder === undefined ? undefined : installedVersion(packageName, folder);
  if (folder === undefined || installed === undefined)
    throw errors.make('CDEV_E_FRONT_NOT_IN_PROJECT', { package: packageName });
  const target = to ?? (await versionBefore(packageName, installed, { ...context, cwd: folder }));
  const command = installCommand(managerOf(folder), `${packageName}@${target}`, isDevelopment(packageName, folder));
  const plan = { package: packageName, from: installed, to: target, folder, command };
  if (isDryRun) return { result: { ...plan, outcome: 'planned' }, status: 'ok' };
  await context.prompt.confirm(`Put ${packageName} back from ${installed} to ${target} in ${folder}?`);
  const task = context.progress.begin(command.join(' '));
  const [file = '', ...args] = command;
  await run(file, args, { cwd: folder, env: context.env, signal: context.signal });
  task.done();
  const version = installedVersion(packageName, folder);
  if (version !== target)
    throw errors.make('CDEV_E_FRONT_ROLLBACK_FAILED', {
      package: packageName,
      version: version ?? 'not installed',
      wanted: target,
    });
  context.log.info('rolled back', { package: packageName, from: installed, to: target });
  return { result: { ...plan, outcome: 'done' }, status: 'ok' };
}

/** The nearest folder upwards whose manifest asks for the package. */
function projectOf(name: string, cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (name in { ...dependenciesOf(folder).dependencies, ...dependenciesOf(folder).devDependencies }) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** What the project has, not what the front door brings along. Read anew each time: `require` remembers where a package was. */
function installedVersion(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, 'node_modules', name, 'package.json');
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
    if (dirname(at) === at) return undefined;
  }
}

interface Dependencies {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function dependenciesOf(folder: string): Dependencies {
  const file = join(folder, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Dependencies) : {};
}

function isDevelopment(name: string, folder: string): boolean {
  return name in (dependenciesOf(folder).devDependencies ?? {});
}

function managerOf(folder: string): PackageManagerName {
  for (let at = folder; ; at = dirname(at)) {
    const found = Object.entries(lockFiles).find(([file]) => existsSync(join(at, file)));
    if (found || dirname(at) === at) return found?.[1] ?? 'npm';
  }
}

function installCommand(manager: PackageManagerName, spec: string, isDev: boolean): readonly string[] {
  if (manager === 'npm') return ['npm', 'install', '--save-exact', ...(isDev ? ['--save-dev'] : []), spec];
  return [
    manager,
    'add',
    manager === 'pnpm' ? '--save-exact' : '--exact',
    ...(isDev ? [manager === 'pnpm' ? '--save-dev' : '--dev'] : []),
    spec,
  ];
}

/** npm answers one match with itself and several with a list, in order of version; a pre-release is no version to go back to. */
async function versionBefore(name: string, installed: string, { cwd, env, signal }: Context): Promise<string> {
  const { ok, stdout, stderr } = await run(
    'npm',
    ['view', `${name}@<${installed}`, 'version', 'deprecated', '--json'],
    {
      cwd,
      env,
      signal,
      allowFailure: true,
    },
  );
  const failure = ok ? undefined : failureIn(stdout);
  // A registry that does not answer has not said that there is no version: in an emergency that is a difference.
  if (!ok && failure?.code !== 'E404')
    throw errors.make('CDEV_E_FRONT_REGISTRY_FAILED', {
      package: name,
      reason: failure?.summary ?? (stderr.trim().split('\n').at(-1) || 'npm failed'),
    });
  const versions = parseAnswer(stdout).filter(
    (entry) => entry.deprecated === undefined && !entry.version.includes('-'),
  );
  const found = versions
    .map(({ version }) => version)
    .toSorted(byVersion)
    .at(-1);
  if (found === undefined) throw errors.make('CDEV_E_FRONT_NO_EARLIER_VERSION', { package: name, version: installed });
  return found;
}

/** What `npm view --json` says of its failure. */
function failureIn(stdout: string): { readonly code: string; readonly summary: string } | undefined {
  try {
    const { error } = JSON.parse(stdout) as { error?: { code?: unknown; summary?: unknown } };
    if (typeof error?.code !== 'string') return undefined;
    const [summary = error.code] = (typeof error.summary === 'string' ? error.summary : error.code).split('\n');
    return { code: error.code, summary: stripControl(summary) };
  } catch {
    return undefined;
  }
}

interface Answer {
  readonly version: string;
  readonly deprecated?: string;
}

function parseAnswer(stdout: string): readonly Answer[] {
  let answer: unknown;
  try {
    answer = JSON.parse(stdout);
  } catch {
    return [];
  }
  return (Array.isArray(answer) ? answer : [answer]).flatMap((entry: unknown) =>
    typeof entry === 'string'
      ? [{ version: entry }]
      : typeof (entry as Answer | null)?.version === 'string'
        ? [entry as Answer]
        : [],
  );
}

function byVersion(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return left.map((part, index) => part - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
