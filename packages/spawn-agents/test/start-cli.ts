import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { scrubbedEnvironment } from '@cdev/test-kit';

const bin = fileURLToPath(new URL('../bin/cdev-spawn-agents.js', import.meta.url));
const built = fileURLToPath(new URL('../dist/start.js', import.meta.url));

export interface Started {
  readonly child: ChildProcess & { readonly pid: number };
  readonly ended: Promise<{
    readonly exitCode: number | null;
    readonly signal: string | null;
    readonly output: string;
  }>;
}

export interface StartOptions {
  /** The program and the words that the bin is started behind: a shell with limits, a sandbox. */
  readonly behind?: readonly string[] | undefined;
  readonly nodeOptions?: string | undefined;
}

/** The built bin as a process of its own: what a person would interrupt or kill. */
export function startCli(
  cwd: string,
  argv: readonly string[],
  { behind = [], nodeOptions }: StartOptions = {},
): Started {
  if (!existsSync(built)) throw new Error('The package is not built: run "pnpm build"');
  const [file = '', ...words] = [...behind, process.execPath, bin, ...argv];
  const child = spawn(file, words, {
    cwd,
    // Who is killed removes nothing: what is temporary goes with the repository.
    env: { ...scrubbedEnvironment(join(cwd, '..', 'home')), TMPDIR: join(cwd, '..'), NODE_OPTIONS: nodeOptions ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<Awaited<Started['ended']>>((done) => {
    child.once('close', (exitCode, signal) => done({ exitCode, signal, output }));
  });
  return { child: child as Started['child'], ended };
}

/** Waits until the condition holds; the time only ends what would never come: then false. */
export async function until(condition: () => Promise<boolean> | boolean, milliseconds = 90_000): Promise<boolean> {
  for (const deadline = performance.now() + milliseconds; performance.now() < deadline; await pause(25)) {
    if (await condition()) return true;
  }
  return false;
}
