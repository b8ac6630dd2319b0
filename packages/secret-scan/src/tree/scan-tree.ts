import { availableParallelism } from 'node:os';
import type { GitPlace } from '@cdev/git';
import { errors } from '../errors.ts';
import type { SecretFinding } from '../finding.ts';
import type { RuleFile } from '../user-rules/rule-file.ts';
import { listTreeFiles } from './list-tree-files.ts';
import { scanFiles, type FileScan, type SkippedFile } from './scan-files.ts';
import type { WorkerAnswer } from './scan-worker.ts';

export interface ScanTreeOptions {
  /** Absolute. */
  readonly root: string;
  /** Whose files they are, as git says which belong to it; undefined: every file below the folder. */
  readonly repository: GitPlace | undefined;
  /** Threads. Default: half as many as the machine has processors, which mostly share a core two and two, eight at most; none for small trees. */
  readonly threads?: number | undefined;
  readonly reveal?: boolean | undefined;
  /** As in `scanText`. */
  readonly rules?: RuleFile | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Files done and files in all, a few times a second at most. */
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface TreeScan {
  /** Sorted by path and place. */
  readonly findings: readonly SecretFinding[];
  /** What could not be read. */
  readonly skipped: readonly SkippedFile[];
  /** Files that git ignores and that usually hold secrets: they were not read. */
  readonly ignored: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/** Below this a thread costs more than it saves. */
const worthThreads = 3000;
const batch = 400;

/** Scans the files of a folder, or of a repository those that are tracked or could be. */
export async function scanTree(options: ScanTreeOptions): Promise<TreeScan> {
  const { root, repository, signal } = options;
  const { paths, ignored, skipped } = await listTreeFiles(root, repository, signal);
  const threads = options.threads ?? Math.min(8, availableParallelism() >> 1);
  const parts =
    paths.length < worthThreads || threads < 2
      ? inThisThread(paths, options)
      : await inThreads(paths, threads, options);
  const findings = parts
    .flatMap((part) => part.findings)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.offset - b.offset));
  return {
    findings,
    skipped: [...skipped, ...parts.flatMap((part) => part.skipped)],
    ignored,
    files: parts.reduce((sum, part) => sum + part.files, 0),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
  };
}

function inThisThread(
  paths: readonly string[],
  { root, reveal, rules, signal, onProgress }: ScanTreeOptions,
): FileScan[] {
  const parts: FileScan[] = [];
  for (let at = 0; at < paths.length; at += batch) {
    signal?.throwIfAborted();
    parts.push(scanFiles(root, paths.slice(at, at + batch), { reveal, rules }));
    onProgress?.(Math.min(paths.length, at + batch), paths.length);
  }
  return parts;
}

async function inThreads(
  paths: readonly string[],
  count: number,
  { root, reveal, rules, signal, onProgress }: ScanTreeOptions,
): Promise<FileScan[]> {
  const { startScanWorker } = await import('./scan-worker.ts');
  const workers = Array.from({ length: count }, () => startScanWorker(root, { reveal, rules }));
  const parts: FileScan[] = [];
  let next = 0;
  let done = 0;
  try {
    await Promise.all(
      workers.map(
        async (worker) =>
          new Promise<void>((resolve, reject) => {
            let size = 0;
            const stop = (): void => reject(signal?.reason as Error);
            signal?.addEventListener('abort', stop, { once: true });
            const give = (): void => {
              const list = paths.slice(next, next + batch);
              next += batch;
              size = list.length;
              if (size === 0) {
                signal?.removeEventListener('abort', stop);
                resolve();
              } else worker.postMessage(list, []);
            };
            worker.on('error', reject);
            worker.on('message', (part: WorkerAnswer) => {
              if ('tooSlow' in part) return reject(errors.make('CDEV_E_SECRET_SCAN_RULE_TOO_SLOW', part.tooSlow));
              parts.push(part);
              done += size;
              onProgress?.(done, paths.length);
              give();
            });
            give();
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
  return parts;
}
