/** Three-way merging of file contents by their structure. Pure: no git, no files, no processes. */
export { lostLines } from './account/lost-lines.ts';
export type { Candidate, ChoiceTraits } from './choice/candidates.ts';
export { choicesIn } from './choice/choices-in.ts';
export type { OpenChoice } from './choice/choices-in.ts';
export type { MergeStep } from './explain/merge-step.ts';
export { checkMerged } from './check-merged.ts';
export { choiceWeights } from './choice/choice-weights.ts';
export { scoredKind, traitsOf } from './confidence/merge-traits.ts';
export type { MergeTraits, ScoredMerge } from './confidence/merge-traits.ts';
export { leastOdds } from './confidence/weights.ts';
export type { ScoredKind } from './confidence/weights.ts';
export { hasConflictMarkers } from './conflict-markers.ts';
export { lockfileKind, regenerateCommand } from './lockfile.ts';
export type { LockfileKind, RegenerateCommand } from './lockfile.ts';
export { mergeContents } from './merge-contents.ts';
export type {
  Confidence,
  Conflict,
  ConflictHunk,
  HunkText,
  LostLine,
  Merged,
  MergeInput,
  MergeResult,
  MergeRule,
  Resolution,
} from './merge-result.ts';
export { parses } from './parses.ts';
export { ruleFor } from './rule-for.ts';
export { brokenNames } from './script/check-names.ts';
export { isScript, parseScript } from './script/parse-script.ts';
export type { Script } from './script/parse-script.ts';
export { takeSide } from './take-side.ts';
export type { Side } from './take-side.ts';
export { matchSequences } from './diff/match-sequences.ts';
export { conflictsByLine } from './text/conflicts-by-line.ts';
export type { LineConflict } from './text/conflicts-by-line.ts';
export { decidedLines } from './text/decided-lines.ts';
