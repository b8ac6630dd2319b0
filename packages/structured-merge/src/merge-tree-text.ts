import { isLate, timeIsUp } from './deadline.ts';
import { note } from './explain/trace.ts';
import { hunkOfTree, type MergedTexts } from './conflict-hunk.ts';
import { draftOf, type Draft } from './merge-text.ts';
import { pathText } from './tree/merge-tree.ts';
import { mergeLines } from './text/merge-lines.ts';
import { mergeDocuments, readsAs } from './tree/merge-documents.ts';

/**
 * Merges JSON or YAML: by lines where that leaves no conflict and a whole document, else key by key; `undefined` when a
 * version is not well-formed.
 */
export function mergeTreeText(rule: 'json' | 'yaml', texts: MergedTexts): Draft | undefined {
  const byLines = draftOf(mergeLines(texts, []), texts);
  if (byLines.kind === 'merged' && texts.hasBase && readsAs(rule, byLines.text)) return byLines;
  note({ rung: 'lines', outcome: 'gave way', reason: 'They leave a conflict, or no whole document' });
  if (isLate()) {
    note({ rung: rule, outcome: 'gave way', reason: timeIsUp });
    return undefined;
  }
  const outcome = mergeDocuments(rule, { ...texts, base: texts.hasBase ? texts.base : undefined });
  if (outcome === undefined) {
    note({ rung: rule, outcome: 'gave way', reason: 'A version is not well-formed' });
    return undefined;
  }
  const { text, resolutions, conflicts } = outcome;
  for (const { where, reason, confidence } of resolutions)
    note({ rung: rule, where, outcome: 'won', reason, confidence });
  for (const { path } of conflicts)
    note({ rung: rule, where: pathText(path), outcome: 'gave way', reason: 'Both sides changed this value' });
  if (conflicts.length === 0) return { kind: 'merged', text, resolutions };
  return {
    kind: 'conflict',
    hunks: conflicts.map((conflict) => hunkOfTree(conflict, texts)),
    // Without a base in every conflict the text would hold one side's value.
    partial: conflicts.every(({ base }) => base !== undefined) && readsAs(rule, text) ? text : undefined,
    resolutions,
    reason: `Both sides changed the same ${conflicts.length === 1 ? 'value' : `${conflicts.length} values`} in different ways`,
  };
}
