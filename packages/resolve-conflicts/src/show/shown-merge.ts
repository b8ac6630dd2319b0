import type { BrokenImport, OpenConflict, ResolvedPath } from '@cdev/branch-merge';
import { diffText, replaceInTree, type GitPlace } from '@cdev/git';

/** A path that was decided, with the proof to look at. */
export interface ShownResolution extends Pick<
  ResolvedPath,
  'path' | 'rule' | 'confidence' | 'resolutions' | 'lost' | 'explanation'
> {
  /** What it changes in ours, as a unified diff from its first hunk on. */
  readonly diff: string;
}

/** One merge of two sides. */
export interface ShownMerge {
  readonly ours: string;
  readonly theirs: string;
  /** True when git could do it alone. */
  readonly isClean: boolean;
  readonly resolved: readonly ShownResolution[];
  readonly open: readonly OpenConflict[];
  /** Imports that were whole on both sides, and whose export the merge does not have. */
  readonly brokenImports: readonly BrokenImport[];
}

export interface Decided {
  /** Commit that the diffs are against. */
  readonly ours: string;
  readonly resolved: readonly ResolvedPath[];
}

/** Each resolution as a diff, read from objects alone. */
export async function showResolutions(place: GitPlace, { ours, resolved }: Decided): Promise<ShownResolution[]> {
  if (resolved.length === 0) return [];
  const preview = await replaceInTree(place, ours, resolved);
  const shown: ShownResolution[] = [];
  for (const { path, rule, confidence, resolutions, lost, explanation } of resolved) {
    const diff = await diffText(place, { from: ours, to: preview, paths: [path] });
    const told = explanation && { explanation };
    shown.push({ path, rule, confidence, resolutions, lost, diff: withoutHead(diff), ...told });
  }
  return shown;
}

/** The head repeats the path, and names objects that nobody has. */
function withoutHead(diff: string): string {
  const start = diff.indexOf('\n@@ ');
  return start === -1 ? diff : diff.slice(start + 1);
}
