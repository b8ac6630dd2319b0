/** Questions and deeds on a git repository. The native program for everything about worktrees; in-process reads for monitors. */
export { errors as gitErrors } from './errors.ts';
export { askFields } from './ask.ts';
export { git, inheritedGitVariables } from './git.ts';
export type { GitOptions, GitPlace } from './git.ts';
export { forkedGits } from './forked/forked-gits.ts';
export type { ForkedGits } from './forked/forked-gits.ts';
export { gitVersion, requireGit } from './git-version.ts';
export { checkGit, checkIdentity, checkRepository } from './health-checks.ts';
export { discoverRepository } from './discover-repository.ts';
export { readHead } from './read-head.ts';
export { openNamedRepository, openRepository } from './repository.ts';
export type { OpenRepositoryOptions, Repository } from './repository.ts';

export {
  currentBranch,
  isAncestor,
  mergeBase,
  mergeBases,
  requireCommit,
  resolveCommit,
  resolveTree,
} from './revision.ts';
export { listBranches, listRefs } from './list-refs.ts';
export type { Ref } from './list-refs.ts';
export { commitsBetween } from './commits-between.ts';
export type { Commit, Trailer } from './commit.ts';
export { changedPaths } from './changed-paths.ts';
export type { ChangedPath } from './changed-paths.ts';
export { renamedFiles } from './renamed-files.ts';
export type { FormerFile, RenamedFilesOptions } from './renamed-files.ts';
export { renamedPaths } from './renamed-paths.ts';
export { diffStat, diffText } from './diff.ts';
export type { DiffRange, FileStat } from './diff.ts';
export { status } from './status.ts';
export type { StatusEntry, StatusOptions } from './status.ts';
export { ignoredPaths } from './ignored-paths.ts';
export { leftOutFiles } from './left-out-files.ts';
export { isGitFailure } from './failure-output.ts';
export { promisorRemote } from './promisor-remote.ts';
export { listFiles } from './list-files.ts';
export { readFileAt, readFilesAt, readVersions } from './read-files.ts';
export type { FileVersion } from './read-files.ts';
export { readBlobs } from './read-blobs.ts';
export { readObjects } from './read-objects.ts';
export type { GitObject } from './read-objects.ts';
export { readStaged } from './staged/read-staged.ts';
export type { StagedEntry } from './staged/read-staged.ts';
export { listWorktrees } from './list-worktrees.ts';
export type { Worktree } from './list-worktrees.ts';

export { readBlob, readChangedPaths, readCommit, readLog, readRefs, releaseReads } from './in-process/index.ts';
export type { BlobPlace, LogRange, WhichRefs } from './in-process/index.ts';

export { byPath } from './order.ts';
export { writeBlob } from './write-blob.ts';
export { replaceInTree } from './replace-in-tree.ts';
export type { TreeChange } from './replace-in-tree.ts';
export { commitTree } from './commit-tree.ts';
export { makeTag } from './make-tag.ts';
export type { MakeTagOptions } from './make-tag.ts';
export type { CommitTreeOptions, Identity } from './commit-tree.ts';
export { findHooks } from './hook/find-hooks.ts';
export type { FoundHooks } from './hook/find-hooks.ts';
export { authorVariables, runHook } from './hook/run-hook.ts';
export type { HookCall } from './hook/run-hook.ts';
export { deleteRef, nextRef, updateRef } from './update-ref.ts';
export type { RefUpdate } from './update-ref.ts';

export { mergeTrees } from './merge/merge-trees.ts';
export type { MergeTreesOptions } from './merge/merge-trees.ts';
export { unmergedPaths } from './merge/unmerged-paths.ts';
export { forecastMerges } from './merge/forecast-merges.ts';
export type { ForecastOptions, MergeForecast, MergePair } from './merge/forecast-merges.ts';
export type { ConflictKind, ConflictSide, MergeConflict, MergeMessage, MergeResult } from './merge/merge-result.ts';

export { takeSnapshot } from './snapshot/take-snapshot.ts';
export type { Snapshot, TakeSnapshotOptions } from './snapshot/take-snapshot.ts';
export { restoreSnapshot } from './snapshot/restore-snapshot.ts';
export type { RestoredSnapshot, RestoreSnapshotOptions } from './snapshot/restore-snapshot.ts';

export { clearStaleLocks } from './lock/clear-stale-locks.ts';
export type { LockedBranch } from './lock/clear-stale-locks.ts';
export { holderOfLock } from './lock/holder-of-lock.ts';
export type { Holder } from './lock/holder.ts';
export { withLock } from './lock/with-lock.ts';
export type { LockOptions } from './lock/with-lock.ts';
export { isProcessAlive, processStartTime } from './lock/process-identity.ts';
export { appendJournalLine, readJournalLines } from './journal-lines.ts';
export type { AppendLineOptions } from './journal-lines.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
export type { WriteFileAtomicOptions } from './write-file-atomic.ts';
export { ensureExcluded } from './ensure-excluded.ts';
export { enableWorktreeConfiguration } from './worktree-configuration.ts';
