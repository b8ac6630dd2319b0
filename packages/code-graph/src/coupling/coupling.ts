import type { CoChange } from '../history/co-change.ts';
import type { ImportGraph } from '../imports/import-graph.ts';

/** 0 (nothing known in common) to 1: equal parts of import edges and of co-change. Symmetric. */
export type Coupling = (pathA: string, pathB: string) => number;

/** Coupling between files; leave out what is not known. */
export function coupling(_sources: { graph?: ImportGraph | undefined; coChange?: CoChange | undefined }): Coupling {
  throw new Error('not yet');
}
