import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { lostBlobs, observeEnd, worktreeBlobs, type End } from './observe.ts';
import { killTree } from './process-tree.ts';
import { createVictim, type Victim } from './victim.ts';

export interface CrashRun {
  /** Milliseconds after which each run was killed; one that had ended by then was not, and is not among them. The last one was let go. */
  readonly kills: readonly number[];
  /** Differences to the undisturbed end, and contents that were lost; empty when all is well. */
  readonly faults: readonly string[];
  /** Where it can be looked at; removed when all is well. */
  readonly folder: string;
}

interface Ended {
  readonly exitCode: number | null;
  readonly output: string;
  /** False when it had ended before its moment. */
  readonly wasKilled: boolean;
}

/** The workflow without a kill: what its end looks like, and how long it takes. */
export async function undisturbed(): Promise<{ end: End; duration: number }> {
  const victim = await createVictim();
  const started = performance.now();
  const { exitCode, output } = await runToTheEnd(victim);
  if (exitCode !== 0) throw new Error(`the undisturbed run ended with ${exitCode}:\n${output}`);
  const end = await observeEnd(victim);
  rmSync(victim.folder, { recursive: true, force: true });
  return { end, duration: performance.now() - started };
}

/** Kills the whole tree at these moments, each in a new run of the same command, then lets it end and compares. */
export async function crashRun(kills: readonly number[], expected: End): Promise<CrashRun> {
  const victim = await createVictim();
  const blobs = new Map<string, string>();
  const hits: number[] = [];
  for (const moment of kills) {
    if (await runUntil(victim, moment)) hits.push(moment);
    for (const [oid, path] of await worktreeBlobs(victim)) blobs.set(oid, path);
  }
  const { exitCode, output } = await runToTheEnd(victim);
  const end = await observeEnd(victim);
  const faults = [
    ...(exitCode === 0 ? [] : [`the last run ended with ${exitCode}:\n${output}`]),
    ...(Object.keys(expected) as (keyof End)[]).flatMap((part) =>
      isDeepStrictEqual(end[part], expected[part])
        ? []
        : [`${part}: ${JSON.stringify(end[part])} instead of ${JSON.stringify(expected[part])}`],
    ),
    ...(await lostBlobs(victim, blobs)).map((what) => `lost: ${what}`),
  ];
  if (faults.length === 0) rmSync(victim.folder, { recursive: true, force: true });
  return { kills: hits, faults, folder: victim.folder };
}

function runToTheEnd(victim: Victim): Promise<Ended> {
  return run(victim, undefined);
}

async function runUntil(victim: Victim, moment: number): Promise<boolean> {
  return (await run(victim, moment)).wasKilled;
}

function run({ repository, command, env }: Victim, killAfter: number | undefined): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, {
      cwd: repository,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    let wasKilled = false;
    const kill = (): void => {
      if (child.pid === undefined) return;
      wasKilled = true;
      killTree(child.pid);
    };
    const timer = killAfter === undefined ? undefined : setTimeout(kill, killAfter);
    child.on('exit', (exitCode) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, output, wasKilled });
    });
  });
}
