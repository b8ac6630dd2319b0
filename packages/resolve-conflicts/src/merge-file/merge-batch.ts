import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { isAtLeast, leastSure } from '@cdev/branch-merge';
import type { Context, Outcome } from '@cdev/core/cli';
import { mergeContents, type Confidence, type MergeResult } from '@cdev/structured-merge';
import { errors } from '../errors.ts';
import { readManifest, type BatchFile } from './read-manifest.ts';

export interface MergeBatchOptions {
  /** Lines of JSON, one a file; the versions lie in the folder `<id>` beside the manifest. */
  readonly manifest: string;
  /** Gets one line of JSON a file; merged texts go into the folder `<results>.files`. */
  readonly results: string;
  readonly minConfidence: Confidence;
}

export interface MergedBatch {
  readonly results: string;
  readonly files: number;
  readonly resolved: number;
  readonly conflicts: number;
  readonly minConfidence: Confidence;
}

/** What is written of each file; `file` is the merged text. */
export type BatchResult =
  | {
      readonly id: number | string;
      readonly status: 'resolved';
      readonly file: string;
      readonly confidence: Confidence;
    }
  | { readonly id: number | string; readonly status: 'conflict'; readonly reason: string };

/**
 * Merges many files in one process, each as `mergeContents` does. A file that cannot be read or whose resolution is not sure enough is a
 * conflict like any other.
 * @throws CDEV_E_RESOLVE_MANIFEST_INVALID
 */
export async function mergeBatch(options: MergeBatchOptions, context: Context): Promise<Outcome<MergedBatch>> {
  const { cwd, progress, signal } = context;
  const { minConfidence } = options;
  const manifest = resolve(cwd, options.manifest);
  const results = resolve(cwd, options.results);
  const folder = `${results}.files`;
  const files = await readManifest(manifest);
  await mkdir(folder, { recursive: true }).catch((error: Error) => {
    throw errors.make('CDEV_E_RESOLVE_RESULTS_UNWRITABLE', { file: results, problem: error.message }, { cause: error });
  });
  const written = createWriteStream(results);
  const task = progress.begin(`merging ${files.length} ${files.length === 1 ? 'file' : 'files'}`);
  let resolved = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const result = await mergeOne(file, dirname(manifest));
    const line = await record(file, result, { folder, minConfidence });
    if (line.status === 'resolved') resolved += 1;
    written.write(`${JSON.stringify(line)}\n`);
  }
  written.end();
  await finished(written);
  task.done();
  return {
    result: { results, files: files.length, resolved, conflicts: files.length - resolved, minConfidence },
    // What is in conflict stands in the results; the batch itself is done.
    status: 'ok',
  };
}

async function mergeOne({ id, ext, file, base }: BatchFile, folder: string): Promise<MergeResult> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const read = async (version: string): Promise<string> =>
    decoder.decode(await readFile(join(folder, String(id), `${version}${ext}`)));
  try {
    return await mergeContents({
      path: file,
      base: base === null ? undefined : await read('base'),
      ours: await read('ours'),
      theirs: await read('theirs'),
      takesSides: true,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'conflict', hunks: [], resolutions: [], reason };
  }
}

async function record(
  { id, ext }: BatchFile,
  result: MergeResult,
  { folder, minConfidence }: { readonly folder: string; readonly minConfidence: Confidence },
): Promise<BatchResult & Pick<MergeResult, 'resolutions'>> {
  const { resolutions } = result;
  if (result.kind === 'conflict') return { id, status: 'conflict', reason: result.reason, resolutions };
  const confidence = leastSure(resolutions);
  if (!isAtLeast(confidence, minConfidence))
    return { id, status: 'conflict', reason: `There is a resolution, but it is only ${confidence}`, resolutions };
  const file = join(folder, `${id}${ext}`);
  await writeFile(file, result.content);
  return { id, status: 'resolved', file, confidence, resolutions };
}
