import {
  chooseHunks,
  inLinesOf,
  isAtLeast,
  leastSure,
  resolveContent,
  type DecidedPiece,
  type OpenText,
  type ResolveOptions,
  type ThreeTexts,
} from '@cdev/branch-merge';
import {
  conflictsByLine,
  decidedLines,
  type Confidence,
  type ConflictHunk,
  type LineConflict,
} from '@cdev/structured-merge';
import { chunkId, type AskedFile, type Proposal } from './chunk.ts';

export type ChunkOptions = Pick<ResolveOptions, 'rules' | 'labels' | 'memory' | 'mergiraf' | 'atLeast'>;

/** What a file that is left open is asked about, chunk by chunk, each with what the rules would make of it if a guess were enough. */
export async function findChunks({ texts, open }: OpenText, options: ChunkOptions): Promise<AskedFile> {
  const conflicts = conflictsByLine(texts);
  const proposed = await propose(texts, options);
  const isRecalled = ({ hunk }: LineConflict): boolean =>
    open.resolutions.some(({ rule, where }) => rule === 'memory' && where === hunk.where);
  const recalled = conflicts.filter(isRecalled).flatMap(({ hunk, ...rest }) => {
    const text = proposed && decidedLines({ hunk, ...rest }, proposed.content);
    return text === undefined ? [] : [{ hunk, text: inLinesOf(hunk, text) }];
  });
  const rest = conflicts.filter(({ hunk }) => !recalled.some((one) => one.hunk === hunk));
  const hunks = hunksToAsk(open, rest, options.atLeast ?? 'guess');
  const asked =
    hunks.length > 0
      ? hunks.map((hunk) => ({ hunk, isWhole: false, proposal: proposalFor(hunk, conflicts, proposed) }))
      : [{ hunk: wholeFile(texts), isWhole: true, proposal: wholeProposal(proposed) }];
  return {
    texts,
    reason: open.reason,
    chunks: asked.map((chunk, at) => ({ ...chunk, id: chunkId(texts.path, at, chunk.hunk) })),
    recalled,
    pieces: open.resolutions.filter(({ rule }) => rule === 'memory'),
  };
}

interface Proposed {
  readonly content: string;
  readonly resolutions: readonly DecidedPiece[];
  /** Not decided by any rule; in the content as ours has them. */
  readonly undecided: readonly ConflictHunk[];
}

async function propose(texts: ThreeTexts, options: ChunkOptions): Promise<Proposed | undefined> {
  const all = { ...options, atLeast: 'guess', takesSides: true } as const;
  const first = await resolveContent(texts, all);
  if (first.kind === 'resolved') return { ...first, undecided: [] };
  const sides = chooseHunks(
    texts,
    first.hunks.map((hunk) => ({ hunk, text: hunk.ours.text })),
  );
  if (sides === undefined) return undefined;
  const second = await resolveContent({ ...texts, ...sides }, { ...all, mergiraf: undefined });
  return second.kind === 'resolved' ? { ...second, undecided: first.hunks } : undefined;
}

/** What the rules leave open, and what they decide and are not sure enough of. None: only the whole file can be asked about. */
function hunksToAsk(
  { hunks, resolutions }: OpenText['open'],
  conflicts: readonly LineConflict[],
  atLeast: Confidence,
): readonly ConflictHunk[] {
  const byLine = conflicts.map(({ hunk }) => hunk);
  if (hunks.some(({ where }) => !where.startsWith('line '))) {
    // Where a side has no such value, only the lines say where it would stand.
    const hasPlaces = hunks.every(({ ours, theirs }) => ours.text !== '' && theirs.text !== '');
    return hasPlaces ? hunks : byLine;
  }
  const isSure = (hunk: ConflictHunk): boolean => {
    const pieces = piecesAt(hunk, resolutions);
    return pieces.length > 0 && isAtLeast(leastSure(pieces), atLeast);
  };
  if (hunks.length === 0) {
    const unsure = byLine.filter((hunk) => !isSure(hunk));
    return unsure.length > 0 ? unsure : byLine;
  }
  const isOpen = (hunk: ConflictHunk): boolean => hunks.some((one) => isSame(one, hunk));
  const isUnsure = (hunk: ConflictHunk): boolean => piecesAt(hunk, resolutions).length > 0 && !isSure(hunk);
  const known = byLine.filter((hunk) => isOpen(hunk) || isUnsure(hunk));
  const elsewhere = hunks.filter((hunk) => !byLine.some((one) => isSame(one, hunk)));
  return [...known, ...elsewhere].sort((a, b) => a.ours.line - b.ours.line);
}

/** By what it says: its lines may have been counted with what was decided before in place. */
function isSame(one: ConflictHunk, other: ConflictHunk): boolean {
  return one.ours.text === other.ours.text && one.theirs.text === other.theirs.text;
}

function proposalFor(
  hunk: ConflictHunk,
  conflicts: readonly LineConflict[],
  proposed: Proposed | undefined,
): Proposal | undefined {
  const conflict = conflicts.find((one) => one.hunk === hunk || isSame(one.hunk, hunk));
  if (conflict === undefined || proposed === undefined || proposed.undecided.some((one) => isSame(one, hunk)))
    return undefined;
  const text = decidedLines(conflict, proposed.content);
  const pieces = piecesAt(hunk, proposed.resolutions);
  return text === undefined ? undefined : proposalOf(inLinesOf(hunk, text), pieces, proposed);
}

function wholeProposal(proposed: Proposed | undefined): Proposal | undefined {
  return proposed?.undecided.length === 0 ? proposalOf(proposed.content, [], proposed) : undefined;
}

function proposalOf(text: string, own: readonly DecidedPiece[], { resolutions }: Proposed): Proposal {
  const pieces = own.length > 0 ? own : resolutions;
  const reasons = pieces.map(({ reason, odds }) =>
    odds === undefined ? reason : `${reason} (${Math.round(100 * odds)} %)`,
  );
  return { text, confidence: leastSure(pieces), reason: [...new Set(reasons)].join('; ') };
}

/** Decisions about any of the lines that a piece has in ours. */
function piecesAt({ ours }: ConflictHunk, pieces: readonly DecidedPiece[]): readonly DecidedPiece[] {
  const last = ours.line + Math.max(1, ours.text.replace(/\n$/, '').split('\n').length) - 1;
  return pieces.filter(({ where }) => {
    const range = /^line (?<first>\d+)(?:-(?<last>\d+))?$/.exec(where)?.groups;
    if (range === undefined) return false;
    const first = Number(range['first']);
    return first <= last && Number(range['last'] ?? first) >= ours.line;
  });
}

function wholeFile({ base, ours, theirs }: ThreeTexts): ConflictHunk {
  const piece = (text: string): ConflictHunk['ours'] => ({ line: 1, text });
  return {
    where: 'the whole file',
    base: base === undefined ? undefined : piece(base),
    ours: piece(ours),
    theirs: piece(theirs),
  };
}
