import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { CommandFileProblem, parseCommandFile } from './command-file.ts';
import { environmentOf, setVariable, type Frame } from './job-state.ts';
import { createOutputReader, type OutputReader } from './output-reader.ts';
import { runnerVariables } from './runner-variables.ts';
import type { Annotation } from './workflow-run.ts';

export interface Program {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The step's `env`. */
  readonly own: ReadonlyMap<string, string>;
  /** Inputs and state of an action. */
  readonly extra: Readonly<Record<string, string>>;
  /** The step's id, or what GitHub calls one without. */
  readonly action: string;
  readonly timeLimit: number | undefined;
}

/** What came of running a program as a step. */
export interface ProgramEnd {
  readonly outcome: 'success' | 'failure' | 'cancelled';
  readonly reason?: string;
  readonly exitCode?: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  readonly tail: readonly string[];
  readonly summary: string;
  readonly notes: readonly string[];
}

/** @throws CDEV_E_SUBPROCESS_CANCELLED when the whole run is interrupted */
export async function executeProgram(frame: Frame, program: Program): Promise<ProgramEnd> {
  const { job } = frame;
  const { share } = job;
  const files = await makeCommandFiles(job.temp);
  const env = programEnvironment(frame, program, files);
  const reader = createOutputReader({
    job: job.name,
    mask: share.mask,
    emit: share.emit,
    allowsOldCommands: env['ACTIONS_ALLOW_UNSECURE_COMMANDS'] === 'true',
  });
  const base = { outputs: {}, state: {}, summary: '', notes: [] };
  try {
    const result = await run(program.program, program.args, {
      cwd: program.cwd,
      env,
      isolatedEnv: true,
      signal: job.signal,
      timeLimit: program.timeLimit,
      allowFailure: true,
      leftBehind: 'keep',
      // The lines are read as they come; what is kept of them is in the reader.
      maxOutput: 4096,
      onRawLine: reader.read,
      onStart: (group) => job.groups.push(group),
    });
    return { ...(await endOf(frame, reader, files)), ...verdict(result, reader, program) };
  } catch (error) {
    const { annotations, tail } = reader;
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED'))
      return { ...base, outcome: 'failure', reason: share.mask.line(error.message), annotations, tail };
    if (error instanceof CommandFileProblem)
      return { ...base, outcome: 'failure', reason: share.mask.line(error.message), annotations, tail };
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_CANCELLED') || share.signal.aborted) throw error;
    return { ...base, outcome: 'cancelled', annotations, tail };
  }
}

function verdict(
  { exitCode, signal, timedOut, ok }: Awaited<ReturnType<typeof run>>,
  reader: OutputReader,
  { timeLimit = 0 }: Program,
): Pick<ProgramEnd, 'outcome' | 'reason' | 'exitCode'> {
  const code = exitCode === undefined ? {} : { exitCode };
  if (timedOut) return { outcome: 'failure', reason: `it took longer than ${timeLimit / 60_000} min`, ...code };
  const refused = reader.failure();
  if (ok)
    return refused === undefined ? { outcome: 'success', ...code } : { outcome: 'failure', reason: refused, ...code };
  return {
    outcome: 'failure',
    reason: exitCode === undefined ? `it was ended by ${signal}` : `exit code ${exitCode}`,
    ...code,
  };
}

interface CommandFiles {
  readonly env: string;
  readonly path: string;
  readonly output: string;
  readonly state: string;
  readonly summary: string;
}

let count = 0;

async function makeCommandFiles(temp: string): Promise<CommandFiles> {
  const folder = join(temp, '_runner_file_commands');
  await mkdir(folder, { recursive: true });
  count += 1;
  const paths = ['env', 'path', 'output', 'state', 'summary'].map(
    (name) => [name, join(folder, `${name}_${count}`)] as const,
  );
  await Promise.all(paths.map(([, path]) => writeFile(path, '')));
  return Object.fromEntries(paths) as unknown as CommandFiles;
}

function programEnvironment(
  frame: Frame,
  { own, extra, action }: Program,
  files: CommandFiles,
): Record<string, string> {
  const { job } = frame;
  const given = Object.fromEntries(environmentOf(frame, own));
  const path = given['PATH'] ?? job.share.env['PATH'] ?? '';
  return {
    ...job.share.env,
    ...given,
    ...runnerVariables(frame, action),
    ...extra,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    GITHUB_OUTPUT: files.output,
    GITHUB_STATE: files.state,
    GITHUB_STEP_SUMMARY: files.summary,
    PATH: [...job.paths, path].join(delimiter),
  };
}

/** Takes over what the program left for the runner. @throws CommandFileProblem */
async function endOf(frame: Frame, reader: OutputReader, files: CommandFiles): Promise<Omit<ProgramEnd, 'outcome'>> {
  const { job } = frame;
  const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
  const notes = [...reader.notes];
  const variables = [...reader.env, ...parseCommandFile(await read(files.env), 'GITHUB_ENV')];
  for (const [name, value] of variables) {
    if (name.toUpperCase() === 'NODE_OPTIONS') notes.push('NODE_OPTIONS cannot be set through GITHUB_ENV');
    else setVariable(frame, name, value);
  }
  const added = [...reader.paths, ...(await read(files.path)).split(/\r?\n/)].filter((path) => path.trim() !== '');
  for (const path of added) job.paths.unshift(path);
  const outputs = new Map([...reader.outputs, ...parseCommandFile(await read(files.output), 'GITHUB_OUTPUT')]);
  const state = new Map([...reader.state, ...parseCommandFile(await read(files.state), 'GITHUB_STATE')]);
  return {
    outputs: Object.fromEntries(outputs),
    state: Object.fromEntries(state),
    annotations: reader.annotations,
    tail: reader.tail,
    summary: job.share.mask.text((await read(files.summary)).slice(0, maxSummary)),
    notes,
  };
}

/** GitHub's own limit. */
const maxSummary = 1_048_576;
