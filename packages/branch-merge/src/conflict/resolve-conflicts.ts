import { readBlobs, type ConflictSide, type GitPlace, type MergeConflict, type MergeMessage } from '@cdev/git';
import { lockfileKind, regenerateCommand } from '@cdev/structured-merge';
import { leastSure } from './confidence.ts';
import { canTakeSide, kindOf, mergedMode, reasonFor } from './conflict-kind.ts';
import { textOf } from './file-text.ts';
import type { DecidedPiece, OpenConflict, OpenConflictKind, ResolvedPath } from './open-conflict.ts';
import { resolveContent, sidePiece } from './resolve-content.ts';
import type { ResolveOptions } from './resolve-options.ts';

export interface FoundConflicts {
  readonly conflicts: readonly MergeConflict[];
  /** What git said: a conflict that stands at no path of the index is known only from it. */
  readonly messages?: readonly MergeMessage[] | undefined;
}

/** What came of the conflicts of a merge: each path is in one of the lists, both sorted by path. */
export interface DecidedConflicts {
  readonly resolved: readonly ResolvedPath[];
  readonly open: readonly OpenConflict[];
}

/** Decides conflicts as the options ask, by the versions of each path in the repository. Touches no index and no working tree. */
export async function resolveConflicts(
  place: GitPlace,
  { conflicts, messages = [] }: FoundConflicts,
  options: ResolveOptions = {},
): Promise<DecidedConflicts> {
  const sides = conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  const blobs = await readBlobs(
    place,
    sides.flatMap((side) => (side === undefined || side.mode === '160000' ? [] : [side.oid])),
  );
  const resolved: ResolvedPath[] = [];
  const open: OpenConflict[] = [];
  for (const conflict of conflicts) {
    const decided = await resolveOne({ conflict, blobs, options });
    if ('content' in decided) resolved.push(decided);
    else open.push(decided);
  }
  return { resolved, open: [...open, ...unplaced(conflicts, messages)].sort(byPath) };
}

interface OneConflict {
  readonly conflict: MergeConflict;
  readonly blobs: ReadonlyMap<string, Buffer>;
  readonly options: ResolveOptions;
}

async function resolveOne(one: OneConflict): Promise<ResolvedPath | OpenConflict> {
  const { conflict, blobs, options } = one;
  const kind = kindOf(conflict);
  const isContent = kind === 'content' || kind === 'add/add';
  if (isContent && isLockfile(conflict.path, options)) return lockfile(one);
  const texts = isContent ? textsOf(conflict, blobs) : undefined;
  if (texts === undefined) return takeSide(one, isContent ? 'binary' : kind);
  const decision = await resolveContent({ path: conflict.path, ...texts }, options);
  if (decision.kind === 'open') return { ...openConflict(one, kind), ...decision, kind };
  const { content, rule, resolutions } = decision;
  return resolvedPath(one, { content: Buffer.from(content), rule, resolutions });
}

function isLockfile(path: string, { rules }: ResolveOptions): boolean {
  return (rules?.(path) ?? (lockfileKind(path) && 'lockfile')) === 'lockfile';
}

/** A lock file put together from two is a guess about versions that nobody installed. */
function lockfile(one: OneConflict): ResolvedPath | OpenConflict {
  const { conflict, blobs } = one;
  const taken = takeSide(one, 'lockfile');
  const manager = lockfileKind(conflict.path);
  if ('content' in taken || manager === undefined) return taken;
  const text = blobs.get(conflict.ours?.oid ?? '')?.toString('utf8');
  return { ...taken, regenerate: regenerateCommand(manager, text) };
}

function textsOf(
  { base, ours, theirs }: MergeConflict,
  blobs: ReadonlyMap<string, Buffer>,
): { base: string | undefined; ours: string; theirs: string } | undefined {
  const text = (side: ConflictSide | undefined): string | undefined => {
    const bytes = blobs.get(side?.oid ?? '');
    return bytes && textOf(bytes);
  };
  const [left, right] = [text(ours), text(theirs)];
  if (left === undefined || right === undefined || (base !== undefined && text(base) === undefined)) return undefined;
  return { base: text(base), ours: left, theirs: right };
}

/** The path as one side has it, where that was asked for and is clear; else it stays open. */
function takeSide(one: OneConflict, kind: OpenConflictKind): ResolvedPath | OpenConflict {
  const { conflict, blobs, options } = one;
  const { strategy = 'structured', leftOver } = options;
  const side = strategy === 'structured' ? leftOver : strategy;
  if (side === undefined || side === 'union' || !canTakeSide(kind)) return openConflict(one, kind);
  const content = conflict[side] === undefined ? null : blobs.get(conflict[side].oid);
  if (content === undefined) return openConflict(one, kind);
  return resolvedPath(
    one,
    { content, rule: 'side', resolutions: [sidePiece('', side, options)] },
    conflict[side]?.mode,
  );
}

function resolvedPath(
  { conflict: { path, base, ours, theirs } }: OneConflict,
  decided: Pick<ResolvedPath, 'content' | 'rule'> & { readonly resolutions: readonly DecidedPiece[] },
  mode = mergedMode(base, ours, theirs) ?? '100644',
): ResolvedPath {
  return { path, mode, confidence: leastSure(decided.resolutions), ...decided };
}

function openConflict({ conflict, options: { labels } }: OneConflict, kind: OpenConflictKind): OpenConflict {
  const { path, base, ours, theirs } = conflict;
  const reason = reasonFor(kind, conflict, labels ?? { ours: 'ours', theirs: 'theirs' });
  return { path, kind, reason, base, ours, theirs, hunks: [], resolutions: [] };
}

/** Conflicts that git reports without leaving a path unmerged; passing them over would make a half merge look whole. */
function unplaced(conflicts: readonly MergeConflict[], messages: readonly MergeMessage[]): OpenConflict[] {
  const placed = new Set(conflicts.map(({ path }) => path));
  return messages
    .filter(({ type, paths }) => type.startsWith('CONFLICT') && !paths.some((path) => placed.has(path)))
    .map(({ paths, text }) => ({
      path: paths[0] ?? '',
      kind: 'other',
      reason: text,
      base: undefined,
      ours: undefined,
      theirs: undefined,
      hunks: [],
      resolutions: [],
    }));
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
