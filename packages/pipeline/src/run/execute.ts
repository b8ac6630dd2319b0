import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { findScript, type Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { redact, stripControl } from '@cdev/core/log';
import { run, type RunResult } from '@cdev/core/subprocess';
import { CommandFileProblem, parseCommandFile, shellFor, ShellProblem } from '@cdev/github-workflow';
import type { StepStatus } from '../journal/journal-event.ts';
import type { Instance } from './instance.ts';

/** What one attempt came to. */
export interface Attempt {
  readonly status: Extract<StepStatus, 'passed' | 'failed' | 'timed-out' | 'pending' | 'cancelled'>;
  readonly outputs: Readonly<Record<string, string>>;
  readonly exitCode?: number | undefined;
  readonly reason?: string | undefined;
  /** Its last lines. */
  readonly tail: readonly string[];
}

export interface ExecuteOptions {
  readonly context: Context;
  readonly pipeline: string;
  /** Of the run: log, script and outputs of the attempt are put there. */
  readonly folder: string;
  /** The names of its files begin so. */
  readonly prefix: string;
  /** Ends this instance, for it or for all. */
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

/** Runs an instance once, in a process group of its own, and writes what it says to its log. */
export async function execute(instance: Instance, options: ExecuteOptions): Promise<Attempt> {
  const { context, pipeline, folder, prefix, signal, onLine } = options;
  const { step, work, cwd } = instance;
  const outputFile = join(folder, `${prefix}.outputs`);
  await writeFile(outputFile, '', { mode: 0o600 });
  const log = createWriteStream(join(folder, `${prefix}.log`), { flags: 'a', mode: 0o600 });
  // A full disk loses the log of a step and not the step.
  log.on('error', () => {});
  const tail: string[] = [];
  const wantsDocument = work.kind === 'script' && Object.keys(step.outputs).length > 0;
  const failed = (reason: string, exitCode?: number): Attempt => ({
    status: 'failed',
    outputs: {},
    exitCode,
    reason,
    tail,
  });
  try {
    const program = await programOf(instance, { context, folder, prefix, wantsDocument });
    if ('missing' in program) return failed(program.missing);
    const result = await run(program.file, program.args, {
      cwd,
      isolatedEnv: true,
      env: {
        ...context.env,
        CDEV_OUTPUT_FORMAT: undefined,
        CDEV_HOME: context.home,
        ...instance.env,
        CDEV_PIPELINE: pipeline,
        CDEV_STEP: step.id,
        CDEV_OUTPUT: outputFile,
        GITHUB_OUTPUT: outputFile,
      },
      signal,
      timeLimit: step.timeLimit,
      allowFailure: true,
      leftBehind: 'end',
      onLine: (line, stream) => {
        log.write(`${line}\n`);
        // A document is for us to read and nobody's progress.
        if (wantsDocument && stream === 'stdout') return;
        const clean = stripControl(line);
        tail.push(clean);
        if (tail.length > 20) tail.shift();
        onLine(clean);
      },
    });
    return await judge(result, { instance, outputFile, wantsDocument, tail });
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_CANCELLED')) return { status: 'cancelled', outputs: {}, tail };
    if (isCdevError(error) || error instanceof ShellProblem || error instanceof CommandFileProblem)
      return failed(error.message);
    throw error;
  } finally {
    log.end();
    await finished(log).catch(() => {});
  }
}

interface ProgramOptions extends Pick<ExecuteOptions, 'context' | 'folder' | 'prefix'> {
  readonly wantsDocument: boolean;
}

async function programOf(
  { work, cwd }: Instance,
  { context, folder, prefix, wantsDocument }: ProgramOptions,
): Promise<{ readonly file: string; readonly args: readonly string[] } | { readonly missing: string }> {
  if (work.kind === 'script') {
    const bin = findScript(work.script, { from: import.meta.url, cwd, env: context.env });
    if (bin === undefined)
      return { missing: `@cdev/${work.script} is not installed: npm install --save-dev @cdev/${work.script}` };
    return { file: process.execPath, args: [bin, ...work.args, ...(wantsDocument ? ['--json'] : [])] };
  }
  const shell = shellFor(work.shell, context.env['PATH'] ?? '');
  const script = join(folder, `${prefix}${shell.extension}`);
  await writeFile(script, shell.wrap(work.text), { mode: 0o600 });
  return { file: shell.program, args: shell.args(script) };
}

interface Judging {
  readonly instance: Instance;
  readonly outputFile: string;
  readonly wantsDocument: boolean;
  readonly tail: readonly string[];
}

async function judge(result: RunResult, { instance, outputFile, wantsDocument, tail }: Judging): Promise<Attempt> {
  const { step } = instance;
  const { exitCode, signal, timedOut } = result;
  const written = Object.fromEntries(parseCommandFile(await readFile(outputFile, 'utf8'), 'CDEV_OUTPUT'));
  const named = wantsDocument ? readOutputs(result.stdoutBytes.toString('utf8'), step.outputs) : { outputs: {} };
  const outputs = Object.fromEntries(
    Object.entries({ ...written, ...named.outputs }).map(([name, value]) => [name, redact(value)]),
  );
  const base = { outputs, exitCode, tail };
  if (timedOut)
    return { ...base, status: 'timed-out', reason: `it took longer than ${(step.timeLimit ?? 0) / 1000} s` };
  if (signal !== undefined) return { ...base, status: 'failed', reason: `it was ended by ${signal}` };
  if (exitCode === 75) return { ...base, status: 'pending', reason: 'there is no answer yet' };
  if (exitCode !== 0) return { ...base, status: 'failed', reason: `exit code ${exitCode ?? 'unknown'}` };
  return named.problem === undefined
    ? { ...base, status: 'passed' }
    : { ...base, status: 'failed', reason: named.problem };
}

/** What the pointers lead to in the document that a script wrote. */
function readOutputs(
  text: string,
  pointers: Readonly<Record<string, string>>,
): { readonly outputs: Readonly<Record<string, string>>; readonly problem?: string } {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { outputs: {}, problem: 'it did not write one JSON document' };
  }
  const outputs: Record<string, string> = {};
  for (const [name, pointer] of Object.entries(pointers)) {
    const value = atPointer(document, pointer);
    if (value === undefined)
      return { outputs, problem: `its document has nothing at ${pointer} for the output ${name}` };
    outputs[name] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  return { outputs };
}

/** RFC 6901: https://www.rfc-editor.org/rfc/rfc6901 */
function atPointer(document: unknown, pointer: string): unknown {
  let value = document;
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
