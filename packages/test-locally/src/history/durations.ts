import { appendFile, mkdir, open, rename, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { openRepository } from '@cdev/git';
import { parseJson } from '../runners/result-file.ts';
import { isRecord } from '../project/manifest.ts';

/** How long a test file took, and how it ended, in one run. */
export interface PastRun {
  readonly path: string;
  /** ISO 8601. */
  readonly at: string;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: 'passed' | 'failed' | 'flaky';
}

/** What is known of a file from its runs. */
export interface FileHistory {
  /** Milliseconds: the median of the last five runs. */
  readonly duration: number;
  /** How the last run ended. */
  readonly last: PastRun['status'];
  /** In how many of the runs that are known it was flaky. */
  readonly flaky: number;
}

const newest = 2_000_000;
const largest = 8_000_000;

/** The file with the history: in the common git directory, so that all worktrees share it, else in `home`. */
export async function historyFile(cwd: string, home: string): Promise<string> {
  try {
    const { commonDir } = await openRepository(cwd);
    return join(commonDir, 'cdev', 'test-durations.ndjson');
  } catch {
    return join(home, 'test-durations', `${createHash('sha256').update(cwd).digest('hex').slice(0, 16)}.ndjson`);
  }
}

/** The newest part of the history, by file; lines that cannot be read say nothing. Empty when there is none. */
export async function readHistory(file: string): Promise<ReadonlyMap<string, FileHistory>> {
  const runs = new Map<string, PastRun[]>();
  for (const line of (await readEnd(file)).split('\n')) {
    const entry = line === '' ? undefined : parseJson(line);
    if (!isPastRun(entry)) continue;
    const known = runs.get(entry.path);
    if (known) known.push(entry);
    else runs.set(entry.path, [entry]);
  }
  return new Map([...runs].map(([path, known]) => [path, historyOf(known)]));
}

/** Adds runs, one line each, in one write. What is older than about 8 MB moves aside. Losing the history fails nothing. */
export async function appendHistory(file: string, runs: readonly PastRun[]): Promise<void> {
  if (runs.length === 0) return;
  try {
    await mkdir(dirname(file), { recursive: true });
    const size = await stat(file).then(
      (found) => found.size,
      () => 0,
    );
    if (size > largest) await rename(file, `${file}.old`);
    await appendFile(file, runs.map((one) => `${JSON.stringify(one)}\n`).join(''));
  } catch {
    // A folder that cannot be written costs only the order of the next run.
  }
}

function historyOf(runs: readonly PastRun[]): FileHistory {
  const durations = runs
    .slice(-5)
    .map(({ duration }) => duration)
    .sort((a, b) => a - b);
  return {
    duration: durations[Math.floor(durations.length / 2)] ?? 0,
    last: runs.at(-1)?.status ?? 'passed',
    flaky: runs.filter(({ status }) => status === 'flaky').length,
  };
}

async function readEnd(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { size } = await handle.stat();
    const length = Math.min(size, newest);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString('utf8');
  } catch {
    return '';
  }
}

function isPastRun(value: unknown): value is PastRun {
  return isRecord(value) && typeof value['path'] === 'string' && typeof value['duration'] === 'number';
}
