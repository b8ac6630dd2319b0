/** What tests of this house are made of: temporary repositories, the real bins in a scrubbed environment, the script contract. */
export type { Files } from './write-files.ts';
export { tempFolder } from './temp-folder.ts';
export type { TempFolder } from './temp-folder.ts';
export { tempRepo } from './temp-repo.ts';
export type { TempRepo, TempRepoOptions, WorkingTree } from './temp-repo.ts';
export { scrubbedEnvironment } from './scrubbed-environment.ts';
export { runBin } from './run-bin.ts';
export type { BinResult, RunBinOptions } from './run-bin.ts';
export { transcript } from './transcript.ts';
export type { TranscriptOptions } from './transcript.ts';
export { testIo } from './test-io.ts';
export type { TestIo, TestIoOptions } from './test-io.ts';
export { testContext } from './test-context.ts';
export type { TestContextOptions } from './test-context.ts';
