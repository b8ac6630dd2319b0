import { byPath, readBlobs, type GitPlace, type MergeConflict, type MergeMessage } from '@cdev/git';
import { lockfileKind, regenerateCommand } from '@cdev/structured-merge';
import { isAtLeast, leastSure } from './confidence.ts';
import { canTakeSide, kindOf, mergedMode, submodule } from './conflict-kind.ts';
import { textsOf } from './file-text.ts';
import type { DecidedPiece, OpenConflict, OpenConflictKind, ResolvedPath } from './open-conflict.ts';
import { resolveContent, takeChosen } from './resolve-content.ts';
import type { OpenText, ResolveOptions } from './resolve-options.ts';
import { decideSplitRename, findSplitRenames } from './split-rename.ts';
import { chosenSide, labelsOf, linesLost, openPath, takePath, type Deciding } from './taken-path.ts';
import { decideTwoFiles, findTwoFiles, type Renames } from './two-files.ts';
import { decideTwoThings, findTwoThings } from './two-things.ts';

export interface FoundConflicts {
  readonly conflicts: readonly MergeConflict[];
  /** What git said: a conflict that stands at no path of the index is known only from it. */
  readonly messages?: readonly MergeMessage[] | undefined;
  /** Where files that both sides seem to have added come from. */
  readonly renames?: Renames | undefined;
}

/** What came of the conflicts of a merge: each path is in one of the lists, both sorted by path. */
export interface DecidedConflicts {
  readonly resolved: readonly ResolvedPath[];
  readonly open: readonly OpenConflict[];
}

/** Decides conflicts as the options ask, by the versions of each path in the repository. Touches no index and no working tree. */
export async function resolveConflicts(
  place: GitPlace,
  { conflicts, messages = [], renames }: FoundConflicts,
  options: ResolveOptions = {},
): Promise<DecidedConflicts> {
  const sides = conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs]);
  const blobs = await readBlobs(
    place,
    sides.flatMap((side) => (side === undefined || side.mode === submodule ? [] : [side.oid])),
  );
  const deciding = { blobs, options };
  const splits = findSplitRenames(conflicts, messages);
  const things = findTwoThings(conflicts);
  const files = findTwoFiles(conflicts, renames);
  const decided = [
    ...splits.flatMap((split) => decideSplitRename(split, deciding)),
    ...things.flatMap((thing) => decideTwoThings(thing, deciding)),
    ...files.flatMap((two) => decideTwoFiles(two, deciding)),
  ];
  const done = new Set([
    ...splits.flatMap(({ old, ours, theirs }) => [old, ours, theirs]),
    ...things.flatMap(({ ours, theirs }) => [ours, theirs]),
    ...files.map(({ conflict }) => conflict),
  ]);
  const left: LeftOpen[] = [];
  for (const conflict of conflicts) {
    if (done.has(conflict)) continue;
    const one = await resolveOne({ conflict, ...deciding });
    if ('texts' in one) left.push(one);
    else decided.push(one);
  }
  decided.push(...(await chooseTexts(left, options)));
  const resolved = decided.filter((one) => 'content' in one);
  const open = decided.filter((one): one is OpenConflict => !('content' in one));
  return { resolved: resolved.sort(byPath), open: [...open, ...unplaced(conflicts, messages)].sort(byPath) };
}

interface OneConflict extends Deciding {
  readonly conflict: MergeConflict;
}

/** A file that may still be decided by somebody who is asked. */
interface LeftOpen extends OpenText {
  readonly conflict: MergeConflict;
  readonly kind: OpenConflictKind;
}

/** Asks about all of them at once. */
async function chooseTexts(
  left: readonly LeftOpen[],
  options: ResolveOptions,
): Promise<readonly (ResolvedPath | OpenConflict)[]> {
  const chosen = left.length === 0 ? undefined : await options.resolveTexts?.(left, labelsOf(options));
  return left.map(({ texts, open, conflict, kind }) => {
    const answer = chosen?.get(texts.path);
    const decision = answer === undefined ? open : takeChosen(texts, { resolutions: open.resolutions, ...answer });
    if (decision.kind === 'open') return { ...openPath(conflict, kind, options), ...open, ...decision, kind };
    const told = open.explanation && { explanation: open.explanation };
    return withMode({ conflict, options }, { ...decision, ...told });
  });
}

async function resolveOne(one: OneConflict): Promise<ResolvedPath | OpenConflict | LeftOpen> {
  const { conflict, blobs, options } = one;
  const kind = kindOf(conflict);
  const isContent = kind === 'content' || kind === 'add/add';
  if (isContent && isLockfile(conflict.path, options)) return lockfile(one);
  const texts = isContent ? textsOf(conflict, blobs) : undefined;
  if (texts === undefined) return (await byPathRule(one, kind)) ?? takeSide(one, isContent ? 'binary' : kind);
  const three = { path: conflict.path, ...texts };
  const decision = await resolveContent(three, options);
  return decision.kind === 'open' ? { conflict, kind, texts: three, open: decision } : withMode(one, decision);
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

/** What follows from what the sides did to the path as a whole. */
async function byPathRule(
  { conflict, blobs, options }: OneConflict,
  kind: OpenConflictKind,
): Promise<ResolvedPath | undefined> {
  const { path, base, ours, theirs } = conflict;
  const { atLeast = 'guess' } = options;
  const labels = labelsOf(options);
  const only = ours ?? theirs;
  if (only === undefined || (ours && theirs) || !isAtLeast('likely', atLeast)) return undefined;
  const [own, other] = ours === undefined ? [labels.theirs, labels.ours] : [labels.ours, labels.theirs];
  const decided = (content: Buffer | null, reason: string): ResolvedPath => {
    const piece: DecidedPiece = { rule: 'path', where: '', reason, confidence: 'likely' };
    const lost = linesLost(conflict, content, { blobs, reason });
    return { path, rule: 'path', content, mode: only.mode, resolutions: [piece], confidence: 'likely', lost };
  };
  const content = blobs.get(only.oid);
  if (kind === 'directory rename' && base === undefined && content !== undefined)
    return decided(content, `${own} added it in a folder that ${other} renamed: it goes along`);
  const isUntouched = kind === 'modify/delete' && base?.oid === only.oid;
  if (isUntouched && chosenSide(options) === undefined)
    return decided(null, `${other} deleted it and ${own} changed its permissions alone: it is deleted`);
  return undefined;
}

/** The path as one side has it, where that was asked for and is clear; else it stays open. */
function takeSide({ conflict, blobs, options }: OneConflict, kind: OpenConflictKind): ResolvedPath | OpenConflict {
  const side = chosenSide(options);
  const taken = side !== undefined && canTakeSide(kind) ? takePath(conflict, side, { blobs, options }) : undefined;
  return taken ?? openPath(conflict, kind, options);
}

type Decided = Pick<ResolvedPath, 'rule' | 'resolutions' | 'lost' | 'explanation'> & { readonly content: string };

/** Modes are merged beside the content; of a file that both added, and only one as executable, that is what is kept. */
function withMode({ conflict, options }: Omit<OneConflict, 'blobs'>, decided: Decided): ResolvedPath | OpenConflict {
  const { path, base, ours, theirs } = conflict;
  const { content, rule, resolutions, lost, explanation } = decided;
  const made = (mode: string, more: readonly DecidedPiece[] = []): ResolvedPath => {
    const all = [...resolutions, ...more];
    return {
      path,
      mode,
      rule,
      content: Buffer.from(content),
      resolutions: all,
      confidence: leastSure(all),
      lost,
      ...(explanation && { explanation }),
    };
  };
  const mode = mergedMode(base, ours, theirs);
  if (mode !== undefined) return made(mode);
  const side = chosenSide(options);
  if (side !== undefined) return made(conflict[side]?.mode ?? '100644');
  const labels = labelsOf(options);
  const maker = ours?.mode === '100755' ? labels.ours : labels.theirs;
  const reason = `${maker} made it executable, so it is`;
  return isAtLeast('likely', options.atLeast ?? 'guess')
    ? made('100755', [{ rule: 'mode', where: 'permissions', reason, confidence: 'likely' }])
    : openPath(conflict, 'mode', options);
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
