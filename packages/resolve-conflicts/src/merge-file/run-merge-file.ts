import type { Context, Outcome } from '@cdev/core/cli';
import type { Confidence } from '@cdev/structured-merge';
import { errors } from '../errors.ts';
import { mergeBatch, type MergedBatch } from './merge-batch.ts';
import { mergeFile, type MergedFile } from './merge-file.ts';

export interface RunMergeFileOptions {
  readonly base: string | undefined;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
  readonly path: string | undefined;
  readonly markerSize: number;
  readonly batch: string | undefined;
  readonly results: string | undefined;
  readonly minConfidence: Confidence;
}

export type MergeFileResult = MergedFile | MergedBatch;

/**
 * One file, or with `batch` many.
 * @throws CDEV_E_RESOLVE_MERGE_FILE_INCOMPLETE, CDEV_E_RESOLVE_OPTIONS_CONTRADICT, and what `mergeBatch` throws
 */
export async function runMergeFile(options: RunMergeFileOptions, context: Context): Promise<Outcome<MergeFileResult>> {
  const { base, ours, theirs, path, markerSize, batch, results, minConfidence } = options;
  const missing = (what: string): Error => errors.make('CDEV_E_RESOLVE_MERGE_FILE_INCOMPLETE', { missing: what });
  if (batch === undefined) {
    if (results !== undefined) throw missing('--batch beside --results');
    if (base === undefined || ours === undefined || theirs === undefined || path === undefined)
      throw missing('<base>, <ours>, <theirs> and <path>');
    return mergeFile({ base, ours, theirs, path, markerSize, minConfidence }, context);
  }
  if (base !== undefined) throw errors.make('CDEV_E_RESOLVE_OPTIONS_CONTRADICT', { one: '--batch', other: base });
  if (results === undefined) throw missing('--results beside --batch');
  return mergeBatch({ manifest: batch, results, minConfidence }, context);
}
