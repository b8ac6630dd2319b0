import { stripVTControlCharacters } from 'node:util';
import type { Context } from '@cdev/core/cli';
import { quoteForShell, run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import { scriptBin } from '../script-bin.ts';
import type { ScriptName } from '../script-names.ts';

export interface Step {
  /** What the person calls it: plan, spawn, … */
  readonly name: string;
  readonly script: ScriptName;
  readonly args: readonly string[];
  /** Take its JSON document instead of showing its text. */
  readonly asData?: boolean;
}

export interface StepRun {
  readonly name: string;
  /** As a person types it. */
  readonly command: string;
  readonly exitCode: number;
  readonly duration: number;
  /** With `asData`: the `data` of its document. */
  readonly data?: unknown;
}

/**
 * Runs a script as its user would, in its own process, and shows what it prints as it comes. Findings (exit code 1 with a
 * result) are the caller's to judge; other failures, whose last word is their code, throw.
 */
export async function runStep({ name, script, args, asData }: Step, context: Context): Promise<StepRun> {
  const command = [`cdev-${script}`, ...args.map(quoteForShell)].join(' ');
  context.progress.note(`\n▸ ${name}  ${command}`);
  const task = context.progress.begin(name);
  const colour = context.live.isTerminal && context.env['NO_COLOR'] === undefined ? { FORCE_COLOR: '1' } : {};
  const bin = scriptBin(script, context.cwd);
  if (bin === undefined) throw errors.make('CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED', { script });
  let last = '';
  const result = await run(process.execPath, [bin, ...args, '--cwd', context.cwd, ...(asData ? ['--json'] : [])], {
    cwd: context.cwd,
    env: { ...colour, CDEV_OUTPUT_FORMAT: undefined, CDEV_HOME: context.home },
    signal: context.signal,
    allowFailure: true,
    grace: 10_000,
    onLine: (line, stream) => {
      if (stream === 'stderr' && line.trim() !== '') last = line;
      if (stream === 'stderr' || !asData) context.progress.note(`  ${line}`);
    },
  });
  const exitCode = result.exitCode ?? 130;
  const isFailure = exitCode > 1 || (exitCode === 1 && /^CDEV_E_\w+$/.test(stripVTControlCharacters(last).trim()));
  // What was found is no success either: that a commit was refused is not told by a tick.
  if (exitCode === 0) task.done();
  else task.failed();
  context.log.info('step', { name, command, exitCode });
  if (exitCode === 3) throw errors.make('CDEV_E_PARALLEL_STEP_ENVIRONMENT', { step: name, command });
  if (exitCode === 2) throw errors.make('CDEV_E_PARALLEL_STEP_USAGE', { step: name, command });
  if (isFailure) throw errors.make('CDEV_E_PARALLEL_STEP_FAILED', { step: name, command, exitCode: String(exitCode) });
  const data = asData ? (JSON.parse(result.stdout) as { data?: unknown; error?: unknown }).data : undefined;
  // With exit code 1 a document without data is a failure, not findings.
  if (asData && data === undefined)
    throw errors.make('CDEV_E_PARALLEL_STEP_FAILED', { step: name, command, exitCode: String(exitCode) });
  return { name, command, exitCode, duration: Math.round(result.duration), data };
}
