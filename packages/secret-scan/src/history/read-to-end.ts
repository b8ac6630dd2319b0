import { git, type Repository } from '@cdev/git';
import { linesOf } from './history-commits.ts';
import { readPatches, type PatchesRead, type ReadPatchesOptions } from './read-patches.ts';
import { listed, type BegunSlice, type Slice } from './start-patches.ts';
import { unaltered } from './unaltered.ts';

/** Each costs another start of git. */
const mostBroken = 200;
/** One that is needed for many merges may end as many before any of them is shown; a setting that git does not take ends all. */
const mostFruitless = 20;

export interface ReadToEndOptions extends ReadPatchesOptions {
  /** Whether what stands behind a broken object is read. Default: true. */
  readonly goesOn?: boolean | undefined;
}

/**
 * What the commits of a slice brought in, in parts. A broken object ends the git that meets it; what stands behind its commit is read by
 * another one, so that it hides only what else that commit has. Git is started before this returns.
 */
export async function readToEnd(
  repository: Repository,
  slice: Slice | BegunSlice,
  { goesOn = true, ...options }: ReadToEndOptions,
): Promise<readonly PatchesRead[]> {
  const { signal, onProgress } = options;
  let part = await readPatches(repository, slice, options);
  const parts = [part];
  if (part.gap === undefined) return parts;
  const commits = goesOn ? await commitsOf(repository, slice, signal) : [];
  const problems: string[] = [];
  let at = 0;
  let fruitless = 0;
  while (part.gap !== undefined) {
    fruitless = part.commits === 0 ? fruitless + 1 : 0;
    problems.push(part.gap);
    at = Math.max(commits.indexOf(part.last, at), at) + 1;
    if (at >= commits.length || fruitless === mostFruitless || problems.length === mostBroken) break;
    const rest = { input: `${commits.slice(at).join('\n')}\n`, merges: slice.merges, walk: listed };
    const before = parts.reduce((sum, each) => sum + each.commits, 0);
    part = await readPatches(repository, rest, { ...options, onProgress: (count) => onProgress?.(before + count) });
    parts.push(part);
  }
  const isWhole =
    commits.length > 0 && parts.some((each) => each.commits > 0) && (part.gap === undefined || at >= commits.length);
  const gap = isWhole ? brokenIn(problems) : `${problems.at(-1)}: what stands before that commit was not read`;
  return parts.map((each, index) => ({ ...each, gap: index === 0 ? gap : undefined }));
}

function brokenIn(problems: readonly string[]): string {
  const { length } = problems;
  const told = length === 1 ? 'A commit was not read to its end' : `${length} commits were not read to their ends`;
  return `${told}: ${problems[0]}; git fsck tells what is broken or lacking, and another clone may have it`;
}

/** In the order in which git shows them; none where one of them cannot be read. */
async function commitsOf(
  repository: Repository,
  { input, walk }: Slice,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (walk === listed) return linesOf(input);
  const options = { isQuestion: true, allowFailure: true, signal, input: input.toString(), env: unaltered };
  const { ok, stdoutBytes } = await git(repository, ['rev-list', ...walk, '--stdin'], options);
  return ok ? linesOf(stdoutBytes) : [];
}
