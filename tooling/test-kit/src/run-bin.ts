import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import { findPackage } from './find-package.ts';
import { scrubbedEnvironment } from './scrubbed-environment.ts';
import { tempFolder } from './temp-folder.ts';

export interface RunBinOptions {
  readonly cwd: string;
  /** Added to the scrubbed environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** HOME of the run, with `.cdev` in it. Default: a folder that is removed after the run. */
  readonly home?: string;
  /** Without it stdin is empty. */
  readonly input?: string;
  /** Milliseconds. Default 100,000: it only ends what hangs. */
  readonly timeLimit?: number;
}

/** What came of one run of a bin. */
export interface BinResult {
  /** As a user types it. */
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The one JSON document on stdout. Throws, showing the output, when stdout is not that. */
  readonly document: () => unknown;
  readonly cwd: string;
  readonly home: string;
}

/** Runs the built bin of a package, given by name (`spawn-agents`) or folder, in an environment without this machine's settings. */
export async function runBin(packageName: string, argv: readonly string[], options: RunBinOptions): Promise<BinResult> {
  const { name, file } = binOf(packageName);
  await using ownHome = await tempFolder();
  const { home = ownHome.path, timeLimit = 100_000 } = options;
  const command = [name, ...argv.map(quoted)].join(' ');
  const { exitCode, signal, stdout, stderr, timedOut } = await execa(process.execPath, [file, ...argv], {
    cwd: options.cwd,
    extendEnv: false,
    env: { ...scrubbedEnvironment(home), ...options.env },
    ...(options.input === undefined ? { stdin: 'ignore' as const } : { input: options.input }),
    timeout: timeLimit,
    killDescendants: true,
    reject: false,
    stripFinalNewline: false,
  });
  if (timedOut)
    throw new Error(`${command} took longer than its time limit of ${timeLimit} ms\n${output(stdout, stderr)}`);
  const document = (): unknown => {
    try {
      return JSON.parse(stdout);
    } catch (cause) {
      throw new Error(`${command} did not put one JSON document on stdout\n${output(stdout, stderr)}`, { cause });
    }
  };
  return { command, exitCode, signal, stdout, stderr, document, cwd: options.cwd, home };
}

function binOf(packageName: string): { name: string; file: string } {
  const folder = isAbsolute(packageName) ? packageName : findPackage(packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin?: Record<string, string> };
  const [first] = Object.entries(bin ?? {});
  if (!first) throw new Error(`${packageName} has no bin`);
  const file = join(folder, first[1]);
  if (!existsSync(join(dirname(file), '../dist/start.js')))
    throw new Error(`${packageName} is not built: run "pnpm build" in ${folder}`);
  return { name: first[0], file };
}

function output(stdout: string, stderr: string): string {
  return `--- stdout\n${stdout}\n--- stderr\n${stderr}`;
}

function quoted(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
