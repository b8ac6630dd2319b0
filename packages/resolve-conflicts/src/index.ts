/** Resolves conflicts of parallel work, or of any merge; `cli.ts` is the same as a command line. */
export { resolveConflicts } from './resolve-conflicts.ts';
export type { ResolveResult } from './resolve-conflicts.ts';
export { strategies } from './options.ts';
export type { ResolveConflictsOptions, Strategy } from './options.ts';
export type { AppliedBranches } from './apply/apply-branches.ts';
export type { AppliedStopped } from './apply/apply-stopped.ts';
export { installDriver, uninstallDriver } from './driver/install-driver.ts';
export type { InstallDriverOptions, InstalledDriver } from './driver/install-driver.ts';
export { errors as resolveConflictsErrors } from './errors.ts';
export { health } from './health.ts';
export { mergeBatch } from './merge-file/merge-batch.ts';
export type { BatchResult, MergeBatchOptions, MergedBatch } from './merge-file/merge-batch.ts';
export { mergeFile } from './merge-file/merge-file.ts';
export type { MergedFile, MergeFileOptions } from './merge-file/merge-file.ts';
export type { ShownMerge, ShownResolution } from './show/shown-merge.ts';
export type { StoppedOperation } from './subject/subject.ts';
export { undoResolution } from './undo/undo-resolution.ts';
export type { UndoneResolution } from './undo/undo-resolution.ts';
