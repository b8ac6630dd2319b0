/** Merging of branches by structure, without a working tree, and what follows from it: forecasts, hand-offs, moving a branch. */
export { errors as mergeErrors } from './errors.ts';
export { mergeBranches } from './merge-branches.ts';
export type { BranchMerge, MergeBranchesOptions } from './merge-branches.ts';
export { mergeInOrder } from './merge-in-order.ts';
export type { MergeCandidate, MergeInOrderOptions, OrderedMerge } from './merge-in-order.ts';
export { forecastEdges, useText } from './edges/forecast-edges.ts';
export type { MergeEdge, MergeSide } from './edges/forecast-edges.ts';
export type { UsedExport } from './edges/used-exports.ts';
export { brokenImports } from './edges/broken-imports.ts';
export type { BrokenImport, MergedTree } from './edges/broken-imports.ts';
export { foreignSymbols, foreignSymbolText } from './foreign-symbols.ts';
export type { ForeignSymbol, ForeignSymbolsOptions } from './foreign-symbols.ts';
export { rulesOf } from './plan-rules.ts';

export { explainStopped } from './conflict/explain-stopped.ts';
export { oidsOf, textsOf } from './conflict/file-text.ts';
export type { MergedCommits } from './one-base.ts';
export { resolveConflicts } from './conflict/resolve-conflicts.ts';
export type { DecidedConflicts, FoundConflicts } from './conflict/resolve-conflicts.ts';
export type {
  DecidedPiece,
  OpenConflict,
  OpenConflictKind,
  PathExplanation,
  ResolvedPath,
} from './conflict/open-conflict.ts';
export type { ChosenText, MergeStrategy, OpenText, ResolveOptions, SideLabels } from './conflict/resolve-options.ts';
export type { OpenContent, ThreeTexts } from './conflict/resolve-content.ts';
export { isAtLeast, leastSure } from './conflict/confidence.ts';
export { joinChoices, resolveContent } from './conflict/resolve-content.ts';
export { problemOf } from './conflict/sound-content.ts';
export { chooseHunks } from './conflict/choose-hunks.ts';
export type { ContentDecision } from './conflict/resolve-content.ts';
export type { ExternalMerge } from './external/mergiraf.ts';
export type { HunkChoice } from './conflict/choose-hunks.ts';

export { decisionsIn } from './memory/decisions-in.ts';
export type { ResolvedText } from './memory/decisions-in.ts';
export { inLinesOf } from './memory/recall-decisions.ts';
export { learnMerges } from './memory/learn-merges.ts';
export { openLearningMemory } from './memory/open-learning-memory.ts';
export type { LearningMemory, LearningMemoryOptions } from './memory/open-learning-memory.ts';
export type { KnownConflict, RememberedDecision } from './memory/remembered-decision.ts';
export { forgetDecisions, openMemory, rememberDecisions } from './memory/resolution-memory.ts';
export type { ForgetDecisionsOptions, ResolutionMemory } from './memory/resolution-memory.ts';

export { settleLockfiles } from './lockfile/settle-lockfiles.ts';
export { writeLockfiles } from './lockfile/write-lockfiles.ts';
export type { WriteLockfilesOptions, WrittenLockfiles } from './lockfile/write-lockfiles.ts';
export { regenerateLockfiles } from './lockfile/regenerate-lockfiles.ts';
export type { RegenerateLockfilesOptions } from './lockfile/regenerate-lockfiles.ts';

export { handOffText } from './hand-off/hand-off-text.ts';
export { handOffFile, writeHandOff } from './hand-off/write-hand-off.ts';
export type { HandOff, HandOffCheck, HandOffParty, HandOffTest } from './hand-off/hand-off.ts';
export { importTask } from './hand-off/import-pieces.ts';
export type { HandedImport, ImportPieces, ImportTask } from './hand-off/import-pieces.ts';
export { testsOf } from './hand-off/tests-of.ts';
export type { TestsOfOptions } from './hand-off/tests-of.ts';

export { assertMovable, isMovedMeanwhile, moveBranch, worktreeOf } from './branch/move-branch.ts';
export type { MovedBranch, MoveBranchOptions } from './branch/move-branch.ts';
