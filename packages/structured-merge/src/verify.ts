import { hasConflictMarkers } from './conflict-markers.ts';
import { brokenMarkdown, isMarkdown } from './markdown/markdown-lines.ts';
import { parses } from './parses.ts';
import { brokenNames } from './script/check-names.ts';
import { isScript } from './script/parse-script.ts';

export interface Candidate {
  readonly path: string;
  readonly ours: string;
  readonly theirs: string;
  readonly merged: string;
}

/** Why a merged text must not be handed out; `undefined` when nothing speaks against it. */
export function objection({ path, ours, theirs, merged }: Candidate): string | undefined {
  if (hasConflictMarkers(merged)) return 'The merged text holds conflict markers, which a side already had';
  if (parses(path, merged) === false) {
    return areWhole(path, [ours, theirs])
      ? 'The merged text is not well-formed, though both sides are'
      : 'A side is not well-formed, so that no merge of it can be checked';
  }
  const texts = { ours, theirs, merged };
  const broken = isScript(path) ? brokenNames(path, texts) : isMarkdown(path) ? brokenMarkdown(texts) : undefined;
  return broken && `The merged text is well-formed, but ${broken}`;
}

/** Whether no text is known to be ill-formed. */
export function areWhole(path: string, texts: readonly string[]): boolean {
  return texts.every((text) => parses(path, text) !== false);
}
