import { lostLines } from './account/lost-lines.ts';
import { sketchOf, type FileSketch } from './choice/file-sketch.ts';
import { isLate, timeIsUp, within } from './deadline.ts';
import { overall } from './confidence/overall.ts';
import { hunkRulesFor } from './hunk-rules-for.ts';
import { note, traced } from './explain/trace.ts';
import type { MergedTexts } from './conflict-hunk.ts';
import { inOwnLineEnds, textsOf } from './line-ends.ts';
import type { Conflict, MergeInput, MergeResult, MergeRule } from './merge-result.ts';
import { draftOf, refused, type Draft } from './merge-text.ts';
import { mergeTreeText } from './merge-tree-text.ts';
import { nameSides } from './name-sides.ts';
import { ruleFor } from './rule-for.ts';
import { isMarkdown } from './markdown/markdown-lines.ts';
import { mergeMarkdown } from './markdown/merge-sections.ts';
import { mergeScript } from './script/merge-script.ts';
import { isScript } from './script/parse-script.ts';
import { mergeLines } from './text/merge-lines.ts';
import { encode, readVersions } from './text/source-text.ts';
import { unchangedSide } from './unchanged-side.ts';
import { objection } from './verify.ts';

/** Milliseconds that a file may take, far more than any needs that people write. */
const defaultTimeLimit = 10_000;

/** Characters above which a file is merged by lines alone. */
const hugeText = 5_000_000;

/** The YAML parser takes a second for each of these: longer files, which programs write, are merged by lines and words. */
const largeYaml = 500_000;

/**
 * Merges three versions of a file's content by the rule of its path, or by the one that is forced. What is handed out
 * as merged is well-formed where its kind can be checked and holds no conflict marker. Never throws: what cannot be
 * merged is a conflict. A lock file that both sides changed is always one, with the reason `regenerate`.
 */
export function mergeContents(input: MergeInput): Promise<MergeResult> {
  return new Promise((resolve) => {
    const result = input.explains === true ? explained(input) : guarded(input);
    resolve(input.labels === undefined ? result : nameSides(result, input.labels));
  });
}

function explained(input: MergeInput): MergeResult {
  const { result, steps } = traced(() => guarded(input));
  return { ...result, steps };
}

function guarded(input: MergeInput): MergeResult {
  try {
    const rule = input.rule ?? ruleFor(input.path);
    return within(input.timeLimit ?? defaultTimeLimit, () => merge(input, rule));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return conflict(`The merge failed: ${problem}`);
  }
}

const conflict = (reason: string): Conflict => ({ kind: 'conflict', hunks: [], resolutions: [], reason });

function merge(input: MergeInput, rule: MergeRule): MergeResult {
  const unchanged = unchangedSide(input);
  if (unchanged !== undefined) {
    note({ rung: 'sides', outcome: 'won', reason: 'A side changed nothing, or both did the same' });
    return unchanged;
  }
  if ([input.base, input.ours, input.theirs].some((text) => text?.includes('\u0000')))
    return conflict('Binary content');
  if (rule === 'lockfile') return conflict('regenerate');
  const versions = readVersions(input);
  const texts = textsOf(versions);
  let known: FileSketch | undefined;
  // What decides a conflict and what judges the whole look at the same one.
  const sketch = (): FileSketch => (known ??= sketchOf(texts));
  const draft = draftFor(input, rule, { texts, sketch });
  if (draft.kind === 'conflict') return inOwnLineEnds(draft, versions);
  const problem = objection({ path: input.path, ours: texts.ours, theirs: texts.theirs, merged: draft.text });
  if (problem !== undefined) {
    note({ rung: 'check: well-formed, names, markers', outcome: 'refused', reason: problem });
    return inOwnLineEnds(refused(texts, problem), versions);
  }
  const lost = lostLines(texts, draft.text, draft.resolutions);
  const unnamed = lost.find(({ reason }) => reason === '');
  if (unnamed !== undefined) {
    const why = `Line ${unnamed.line} of ${unnamed.side} would be lost, which nothing decided`;
    note({ rung: 'check: lines', outcome: 'refused', reason: why });
    return inOwnLineEnds(refused(texts, why), versions);
  }
  const judged = { path: input.path, ...texts, merged: draft.text, resolutions: draft.resolutions };
  const whole = overall(judged, sketch);
  if (whole !== undefined) note({ ...whole, rung: 'overall', outcome: 'won' });
  const resolutions = whole === undefined ? draft.resolutions : [...draft.resolutions, whole];
  return { kind: 'merged', content: encode(draft.text, versions), resolutions, lost };
}

interface Read {
  readonly texts: MergedTexts;
  readonly sketch: () => FileSketch;
}

function draftFor({ path, takesSides }: MergeInput, rule: MergeRule, { texts, sketch }: Read): Draft {
  const longest = Math.max(texts.base.length, texts.ours.length, texts.theirs.length);
  if (longest > hugeText) return draftOf(mergeLines(texts, []), texts);
  if (isLate()) {
    note({ rung: rule, outcome: 'gave way', reason: timeIsUp });
    return draftOf(mergeLines(texts, []), texts);
  }
  if (rule === 'json' || (rule === 'yaml' && longest <= largeYaml)) {
    const tree = mergeTreeText(rule, texts);
    if (tree !== undefined) return tree;
  }
  if (rule === 'text' && isMarkdown(path))
    return draftOf(
      mergeMarkdown(texts, (part) => hunkRulesFor(rule, part, { path, sketch })),
      texts,
    );
  const rules = hunkRulesFor(rule, texts, { path, takesSides, sketch });
  const pieces = rule === 'imports' && isScript(path) ? mergeScript(path, texts, rules) : mergeLines(texts, rules);
  return draftOf(pieces, texts);
}
