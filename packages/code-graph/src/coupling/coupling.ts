import type { CoChange } from '../history/co-change.ts';
import type { ImportGraph } from '../imports/import-graph.ts';

/** 0 (nothing known in common) to 1. Symmetric; 1 for a path and itself. */
export type Coupling = (pathA: string, pathB: string) => number;

export interface CouplingSources {
  readonly graph?: ImportGraph | undefined;
  readonly coChange?: CoChange | undefined;
}

/**
 * Coupling between files, half from imports and half from co-change (equal parts make the best partitions of real histories);
 * what is left out leaves all to the other.
 */
export function coupling({ graph, coChange }: CouplingSources): Coupling {
  const parts = [
    ...(graph ? [(a: string, b: string): number => byImports(graph, a, b)] : []),
    ...(coChange && coChange.commits > 0 ? [coChange.similarity] : []),
  ];
  return (pathA, pathB) => {
    if (pathA === pathB) return 1;
    return parts.reduce((sum, part) => sum + part(pathA, pathB), 0) / Math.max(1, parts.length);
  };
}

/** A direct import counts by how few others the two have; a shared import counts a little. */
function byImports(graph: ImportGraph, pathA: string, pathB: string): number {
  const importsA = graph.importsOf(pathA);
  const importsB = graph.importsOf(pathB);
  const direct = importsA.includes(pathB) || importsB.includes(pathA);
  if (direct) {
    const fan = Math.min(degree(graph, pathA), degree(graph, pathB));
    return 0.5 + 0.5 / Math.max(1, fan);
  }
  const shared = importsA.filter((path) => importsB.includes(path)).length;
  const union = importsA.length + importsB.length - shared;
  return union === 0 ? 0 : (0.25 * shared) / union;
}

function degree(graph: ImportGraph, path: string): number {
  return graph.importsOf(path).length + graph.importersOf(path).length;
}
