import { readFile } from 'node:fs/promises';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import type { SecretReference } from '../configuration/configuration.ts';
import { errors } from '../errors.ts';

export interface Secrets {
  /** What must appear in no text. */
  readonly values: readonly string[];
  /** `NAME='value'` lines that POSIX sh reads; empty without secrets. */
  readonly file: Buffer;
  /** `NAME="value"` lines that Docker Compose reads. */
  readonly dotenv: Buffer;
}

export const noSecrets: Secrets = { values: [], file: Buffer.alloc(0), dotenv: Buffer.alloc(0) };

/**
 * Fetches the values. They go from here to stdin of a host and nowhere else.
 * @throws CDEV_E_DEPLOY_SECRET_MISSING
 */
export async function readSecrets(
  references: readonly SecretReference[],
  folder: string,
  context: Context,
): Promise<Secrets> {
  const pairs: (readonly [string, string])[] = [];
  for (const reference of references) pairs.push([reference.name, await valueOf(reference, folder, context)]);
  const lines = pairs.map(([name, value]) => `${name}='${value.replaceAll("'", `'\\''`)}'\n`);
  const dotenv = pairs.map(([name, value]) => `${name}="${value.replaceAll(/[\\"$]/g, '\\$&')}"\n`);
  // A value of several lines may come back line by line.
  const values = pairs.flatMap(([, value]) => [value, ...value.split('\n')]).filter((value) => value.trim() !== '');
  return { values, file: Buffer.from(lines.join('')), dotenv: Buffer.from(dotenv.join('')) };
}

async function valueOf(reference: SecretReference, folder: string, context: Context): Promise<string> {
  const { name } = reference;
  const missing = (problem: string, cause?: unknown): Error =>
    errors.make('CDEV_E_DEPLOY_SECRET_MISSING', { secret: name, problem }, { cause });
  const value = await fetchValue(reference, { folder, context, missing });
  if (value.trim() === '') throw missing('it is empty');
  if (value.includes('\0')) throw missing('it holds a zero byte');
  return value;
}

interface Fetching {
  readonly folder: string;
  readonly context: Context;
  readonly missing: (problem: string, cause?: unknown) => Error;
}

async function fetchValue(reference: SecretReference, fetching: Fetching): Promise<string> {
  if (reference.from === 'file') return fromFile(reference.path, fetching);
  if (reference.from === 'command') return fromCommand(reference.command, fetching);
  const value = fetching.context.env[reference.variable];
  if (value === undefined) throw fetching.missing(`the variable ${reference.variable} is not set`);
  return value;
}

async function fromFile(path: string, { missing }: Fetching): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    throw missing(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'})`, cause);
  }
}

async function fromCommand(
  [file = '', ...args]: readonly string[],
  { folder, context, missing }: Fetching,
): Promise<string> {
  const { env, signal } = context;
  try {
    const { stdoutBytes } = await run(file, args, { cwd: folder, env, isolatedEnv: true, signal, timeLimit: 60_000 });
    return stdoutBytes.toString('utf8').replace(/\r?\n$/, '');
  } catch (cause) {
    if (isCdevError(cause, 'CDEV_E_SUBPROCESS_CANCELLED')) throw cause;
    // What the program printed may be the secret.
    throw missing(`${file} did not succeed`);
  }
}
