import {
  byPath,
  mergeTrees,
  readFilesAt,
  replaceInTree,
  requireCommit,
  type GitPlace,
  type MergeResult,
} from '@cdev/git';
import { brokenImports, type BrokenImport } from './edges/broken-imports.ts';
import { findRenames } from './conflict/find-renames.ts';
import { findUnsound, type UnsoundPath } from './clean-merge/find-unsound.ts';
import type { OpenConflict, ResolvedPath } from './conflict/open-conflict.ts';
import { oneBase } from './one-base.ts';
import { resolveConflicts, type DecidedConflicts } from './conflict/resolve-conflicts.ts';
import type { ResolveOptions } from './conflict/resolve-options.ts';

export interface MergeBranchesOptions extends ResolveOptions {
  readonly cwd: GitPlace;
  /** Commits, or names of them. */
  readonly ours: string;
  readonly theirs: string;
  /** Merge on this commit and not on the merge base of the two. */
  readonly base?: string | undefined;
  /** Whether imports are looked for that the merge leaves without their export. Default: no. */
  readonly checksImports?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BranchMerge {
  /** Full ids. */
  readonly ours: string;
  readonly theirs: string;
  /** The merged tree; undefined while a conflict is open. Never holds a marker that neither side had. */
  readonly tree: string | undefined;
  /**
   * The tree with all but its lock files merged, when only they are open: they stand in it as ours has them, for their package manager to
   * write anew (`regenerateLockfiles`). Not for any branch.
   */
  readonly draft: string | undefined;
  /** True when git merged it alone and nothing had to be decided. */
  readonly isClean: boolean;
  /** Sorted by path. */
  readonly resolved: readonly ResolvedPath[];
  /** Sorted by path. */
  readonly conflicts: readonly OpenConflict[];
  /** With `checksImports`, once everything is merged: no conflict, and not sound either. */
  readonly brokenImports: readonly BrokenImport[];
}

/**
 * Merges two commits: by git, then each conflict by the rule of its path, then git's own clean merges are looked at for what cannot be
 * right. Touches no index, no working tree and no ref.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION
 */
export async function mergeBranches(options: MergeBranchesOptions): Promise<BranchMerge> {
  const { cwd, base, signal } = options;
  const [ours, theirs] = await Promise.all([fullId(cwd, options.ours), fullId(cwd, options.theirs)]);
  const merged = await mergeTrees(cwd, { ours, theirs, base, signal });
  const sides = { ours, theirs, base: oneBase(cwd, { ours, theirs, base }) };
  const renames = await findRenames(cwd, sides, merged.conflicts);
  const decided = await resolveConflicts(cwd, { ...merged, renames }, options);
  const conflicted = new Set(merged.conflicts.map(({ path }) => path));
  const joined = merged.messages.flatMap(({ type, paths }) => (type === 'Auto-merging' ? paths : []));
  const paths = joined.filter((path) => !conflicted.has(path));
  const unsound = await findUnsound(cwd, { ...sides, tree: merged.tree, paths }, options);
  const mended = await resolveConflicts(cwd, { conflicts: unsound }, options);
  const resolved = [...decided.resolved, ...mended.resolved].sort(byPath);
  const conflicts = [...decided.open, ...asInvalid(mended, unsound)].sort(byPath);
  // git says that it is no clean merge and not why: better a conflict too many.
  if (!merged.isClean && resolved.length + conflicts.length === 0) conflicts.push(unexplained);
  const { tree, draft } = await treesOf(cwd, { merged, ours, resolved, conflicts });
  const whole = options.checksImports === true ? (tree ?? draft) : undefined;
  const from = whole === undefined ? undefined : await sides.base();
  return {
    ours,
    theirs,
    tree,
    draft,
    isClean: merged.isClean && resolved.length === 0 && conflicts.length === 0,
    resolved,
    conflicts,
    brokenImports:
      whole === undefined || from === undefined
        ? []
        : await brokenImports(cwd, { ours, theirs, base: from, tree: whole }),
  };
}

/** What a full id names is found out by the merge itself. */
async function fullId(cwd: GitPlace, revision: string): Promise<string> {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision) ? revision : requireCommit(cwd, revision);
}

const unexplained: OpenConflict = {
  path: '',
  kind: 'other',
  reason: 'git found a conflict and did not say where',
  base: undefined,
  ours: undefined,
  theirs: undefined,
  hunks: [],
  resolutions: [],
};

function asInvalid({ open }: DecidedConflicts, unsound: readonly UnsoundPath[]): OpenConflict[] {
  const problems = new Map(unsound.map(({ path, problem }) => [path, problem]));
  return open.map((conflict) => ({
    ...conflict,
    kind: conflict.kind === 'lockfile' ? 'lockfile' : 'invalid',
    reason: `git could merge its lines, but ${problems.get(conflict.path)}`,
  }));
}

interface Parts {
  readonly merged: MergeResult;
  readonly ours: string;
  readonly resolved: readonly ResolvedPath[];
  readonly conflicts: readonly OpenConflict[];
}

async function treesOf(cwd: GitPlace, parts: Parts): Promise<Pick<BranchMerge, 'tree' | 'draft'>> {
  const { merged, ours, resolved, conflicts } = parts;
  const isDraft = conflicts.length > 0 && conflicts.every(({ regenerate }) => regenerate !== undefined);
  if (conflicts.length > 0 && !isDraft) return { tree: undefined, draft: undefined };
  const changes = [...resolved, ...(isDraft ? await asOursHasThem(cwd, ours, conflicts) : [])];
  const tree = changes.length === 0 ? merged.tree : await replaceInTree(cwd, merged.tree, changes);
  return isDraft ? { tree: undefined, draft: tree } : { tree, draft: undefined };
}

async function asOursHasThem(
  cwd: GitPlace,
  ours: string,
  conflicts: readonly OpenConflict[],
): Promise<Pick<ResolvedPath, 'path' | 'content' | 'mode'>[]> {
  const files = await readFilesAt(
    cwd,
    ours,
    conflicts.map(({ path }) => path),
  );
  return conflicts.map(({ path, ours: side }) => ({
    path,
    content: files.get(path) ?? null,
    mode: side?.mode ?? '100644',
  }));
}
