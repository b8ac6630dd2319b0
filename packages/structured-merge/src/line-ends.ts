import type { MergedTexts } from './conflict-hunk.ts';
import type { Conflict, HunkText } from './merge-result.ts';
import { encode, type SourceText, type SourceVersions } from './text/source-text.ts';

/** The texts to merge, with plain line ends. */
export function textsOf({ base, ours, theirs }: SourceVersions): MergedTexts {
  return { base: base?.text ?? '', ours: ours.text, theirs: theirs.text, hasBase: base !== undefined };
}

/** Gives the texts of a conflict the line ends of their versions, so that they can be found there. */
export function inOwnLineEnds(conflict: Conflict, versions: SourceVersions): Conflict {
  const own = (piece: HunkText, version: SourceText | undefined): HunkText =>
    version?.lineEnd === '\r\n' ? { ...piece, text: piece.text.replaceAll('\n', '\r\n') } : piece;
  return {
    ...conflict,
    partial: conflict.partial === undefined ? undefined : encode(conflict.partial, versions),
    hunks: conflict.hunks.map(({ where, base, ours, theirs }) => ({
      where,
      base: base && own(base, versions.base),
      ours: own(ours, versions.ours),
      theirs: own(theirs, versions.theirs),
    })),
  };
}
