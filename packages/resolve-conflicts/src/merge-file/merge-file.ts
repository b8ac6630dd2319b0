import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { git, writeFileAtomic } from '@cdev/git';
import { resolveContent } from '@cdev/branch-merge';
import type { Confidence } from '@cdev/structured-merge';

/** What git gives a merge driver: `%O %A %B %P`, and `%L` for the markers. */
export interface MergeFileOptions {
  /** File with the common ancestor's version; empty when there is none. */
  readonly base: string;
  /** File with our version, which takes the result. */
  readonly ours: string;
  readonly theirs: string;
  /** The path in the repository. */
  readonly path: string;
  readonly markerSize: number;
  /** The least sure resolution that is taken. */
  readonly minConfidence: Confidence;
}

export interface MergedFile {
  readonly path: string;
  /** `fallback`: what git does without a driver. */
  readonly outcome: 'clean' | 'merged' | 'fallback';
}

/**
 * Merges by structure; where that leaves anything open the file becomes what git itself would have made of it, and git is told that it is in
 * conflict. Never throws: to git an error of a driver is a conflict in which the file holds our version alone.
 */
export async function mergeFile(options: MergeFileOptions, context: Context): Promise<Outcome<MergedFile>> {
  const { path } = options;
  const content = await byStructure(options, context).catch(() => undefined);
  if (content !== undefined) {
    await writeFileAtomic(resolve(context.cwd, options.ours), content);
    return { result: { path, outcome: 'merged' }, status: 'ok' };
  }
  const isClean = await mergeAsGit(options, context);
  return { result: { path, outcome: isClean ? 'clean' : 'fallback' }, status: isClean ? 'ok' : 'findings' };
}

async function byStructure(
  { base, ours, theirs, path, minConfidence }: MergeFileOptions,
  { cwd, env, signal }: Context,
): Promise<string | undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const texts = await Promise.all(
    [base, ours, theirs].map(async (file) => decoder.decode(await readFile(resolve(cwd, file)))),
  );
  const [original = '', left = '', right = ''] = texts;
  if (texts.some((text) => text.includes('\0'))) return undefined;
  const versions = { path, base: original === '' ? undefined : original, ours: left, theirs: right };
  const result = await resolveContent(versions, { atLeast: minConfidence, mergiraf: { env, signal } });
  return result.kind === 'resolved' ? result.content : undefined;
}

/** @returns false when markers were left, as git leaves them. */
async function mergeAsGit({ base, ours, theirs, markerSize }: MergeFileOptions, { cwd }: Context): Promise<boolean> {
  const args = [
    'merge-file',
    `--marker-size=${markerSize}`,
    '-L',
    'ours',
    '-L',
    'base',
    '-L',
    'theirs',
    ours,
    base,
    theirs,
  ];
  const { ok } = await git(cwd, args, { allowFailure: true });
  return ok;
}
