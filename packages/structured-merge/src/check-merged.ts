import { lostLines } from './account/lost-lines.ts';
import type { MergeInput } from './merge-result.ts';
import { readVersions } from './text/source-text.ts';
import { objection } from './verify.ts';

/**
 * What speaks against a merge that somebody else made, by the checks that every merge here has to pass: it is well-formed, no name lost its
 * declaration, no marker is in it, and no line that a side added is missing. `undefined` when nothing does.
 */
export function checkMerged(
  { path, ...raw }: Pick<MergeInput, 'path' | 'base' | 'ours' | 'theirs'>,
  merged: string,
): string | undefined {
  const { base, ours, theirs } = readVersions(raw);
  const text = merged.replaceAll('\r\n', '\n');
  const problem = objection({ path, ours: ours.text, theirs: theirs.text, merged: text });
  if (problem !== undefined) return problem;
  const [lost] = lostLines({ base: base?.text ?? '', ours: ours.text, theirs: theirs.text }, text, []);
  return lost && `Line ${lost.line} of ${lost.side} would be lost, which nothing decided`;
}
