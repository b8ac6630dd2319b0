/** Reads for monitors: no process per question. Against the common git directory only. */
export { readBlob } from './read-blob.ts';
export type { BlobPlace } from './read-blob.ts';
export { readChangedPaths } from './read-changed-paths.ts';
export { readCommit } from './read-commit.ts';
export { releaseReads } from './reader.ts';
export { readLog } from './read-log.ts';
export type { LogRange } from './read-log.ts';
export { readRefs } from './read-refs.ts';
export type { WhichRefs } from './read-refs.ts';
