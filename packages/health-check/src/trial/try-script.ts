import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { limitsOf } from '@cdev/added-script';
import {
  askHealth,
  lastWords,
  mendStart,
  startScript,
  type CatalogueScript,
  type HealthAnswer,
  type Start,
  type Startable,
} from '@cdev/script-catalogue';
import { trySmoke } from './try-smoke.ts';
import type { Trial } from './trial.ts';

export interface TryScriptOptions {
  readonly script: Pick<CatalogueScript, 'bin' | 'binName' | 'packageName' | 'version' | 'metadata' | 'added'> &
    Partial<Pick<CatalogueScript, 'manifest'>>;
  /** The Node that runs it, and its version. */
  readonly node: string;
  readonly nodeVersion: string;
  /** An empty folder, for all that the trials need. */
  readonly place: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Starts a script for real: `--version`, `--help`, `--health`, and the smoke example of its metadata. It sees the user's environment, for `--health` is about that,
 * but keeps logs and run records to itself.
 */
export async function tryScript(options: TryScriptOptions): Promise<readonly Trial[]> {
  const { script, node, nodeVersion, place, timeLimit, signal } = options;
  const cwd = join(place, 'cwd');
  await mkdir(cwd, { recursive: true });
  const env = {
    ...options.env,
    CDEV_HOME: join(place, 'home'),
    CDEV_OUTPUT_FORMAT: undefined,
    NO_COLOR: '1',
    FORCE_COLOR: undefined,
  };
  // A script that was added is tried as it is started: held to what it may do.
  const home = join(place, 'home');
  const nodeOptions = script.added && limitsOf(script.added, { cwd: place, home, node: nodeVersion });
  const startable: Startable = { bin: script.bin, node, nodeOptions, cwd, env, timeLimit, signal };
  const version = judgeVersion(await startScript(startable, ['--version']), script, nodeVersion);
  // What does not even start says nothing else.
  if (version.status === 'failed') return [version];
  return [
    version,
    judgeHelp(await startScript(startable, ['--help']), script),
    judgeHealth(await askHealth(startable), script),
    await trySmoke(startable, script, place),
  ];
}

type Subject = TryScriptOptions['script'];

function judgeVersion(start: Start, script: Subject, nodeVersion: string): Trial {
  const { version } = script;
  const { exitCode, stdout, duration, brokenOff } = start;
  const failed = (detail: string, fix: string): Trial => ({ name: 'version', status: 'failed', detail, fix, duration });
  if (brokenOff !== undefined || exitCode !== 0)
    return failed(brokenOff ?? `ended with ${exitCode}: ${lastWords(start)}`, mendStart(start, script, nodeVersion));
  const said = stdout.trim();
  return said.split(/\s+/).some((word) => word.replace(/^v/, '') === version)
    ? { name: 'version', status: 'ok', detail: version, duration }
    : failed(
        `says ${said.slice(0, 40) || 'nothing'}, the package is ${version}`,
        'Build it again, or install it again',
      );
}

function judgeHelp(start: Start, { bin }: Subject): Trial {
  const { exitCode, stdout, duration, brokenOff } = start;
  if (brokenOff === undefined && exitCode === 0 && stdout.trim() !== '')
    return { name: 'help', status: 'ok', detail: lineCount(stdout), duration };
  const detail = brokenOff ?? (exitCode === 0 ? 'prints nothing' : `ended with ${exitCode}: ${lastWords(start)}`);
  return { name: 'help', status: 'failed', detail, fix: `See what it says: ${bin} --help`, duration };
}

function judgeHealth({ start, checks }: HealthAnswer, { binName, metadata }: Subject): Trial {
  const { exitCode, duration, brokenOff } = start;
  const fix = `See what it says: ${binName} --health --verbose`;
  if (checks === undefined) {
    // Scripts of others need not know --health.
    if (metadata.kind === undefined && brokenOff === undefined)
      return {
        name: 'health',
        status: 'not-run',
        detail: 'it has no --health',
        fix: 'Ask its owner for one',
        duration,
      };
    const detail = brokenOff ?? `ended with ${exitCode}, without a document: ${lastWords(start)}`;
    return { name: 'health', status: 'failed', detail, fix, duration };
  }
  const failed = checks.filter(({ status }) => status === 'failed');
  if (failed.length === 0)
    return {
      name: 'health',
      status: 'ok',
      detail: `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}`,
      duration,
    };
  const detail = failed.map((check) => `${check.title}: ${check.detail}`).join('; ');
  return {
    name: 'health',
    status: 'warning',
    detail,
    fix: failed.map((check) => check.fix ?? fix).join('; '),
    duration,
  };
}

function lineCount(text: string): string {
  const count = text.trim().split('\n').length;
  return `${count} ${count === 1 ? 'line' : 'lines'}`;
}
