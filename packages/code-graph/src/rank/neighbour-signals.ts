import { posix } from 'node:path';
import type { CoChange } from '../history/co-change.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import { subjectOf } from '../tests/subject-of-test.ts';
import { addTo, type Signal } from './signal.ts';
import type { TextIndex } from './text-index.ts';

/** What the best files by their own merit say of those around them. Square roots of shares, so at most 1. */
export interface NeighbourSignals {
  readonly changedTogether: Signal;
  /** Named alike: test and source, implementation and type declaration. */
  readonly namedAlike: Signal;
  readonly imported: Signal;
  readonly importing: Signal;
  readonly sameFolder: Signal;
}

/** Documents with their share of the belief that a file is right; the shares add up to 1. */
export type Leaders = ReadonlyMap<number, number>;

export interface Neighbourhood {
  readonly text: TextIndex;
  readonly graph: ImportGraph;
  readonly coChange: CoChange;
}

export function neighbourSignals({ text, graph, coChange }: Neighbourhood, leaders: Leaders): NeighbourSignals {
  return {
    changedTogether: byCoChange(text, coChange, leaders),
    namedAlike: byName(text, leaders),
    imported: alongImports(text, leaders, { from: graph.importsOf }),
    importing: alongImports(text, leaders, { from: graph.importersOf }),
    sameFolder: byFolder(text, leaders),
  };
}

function byCoChange({ paths, documentOf }: TextIndex, coChange: CoChange, leaders: Leaders): Signal {
  const signal = new Float64Array(paths.length);
  for (const [leader, share] of leaders) {
    const path = paths[leader] ?? '';
    for (const partner of coChange.partners(path)) {
      const document = documentOf.get(partner.path);
      if (document !== undefined) addTo(signal, document, share * coChange.similarity(path, partner.path));
    }
  }
  return signal.map((value) => Math.sqrt(value));
}

function byName({ paths }: TextIndex, leaders: Leaders): Signal {
  const bySubject = Map.groupBy(paths.keys(), (document) => subjectOf(paths[document] ?? ''));
  const signal = new Float64Array(paths.length);
  for (const [leader, share] of leaders) {
    const alike = (bySubject.get(subjectOf(paths[leader] ?? '')) ?? []).filter((document) => document !== leader);
    for (const document of alike) addTo(signal, document, share / alike.length);
  }
  return signal.map((value) => Math.sqrt(value));
}

/** A file with few neighbours says more of each than one with many. */
function alongImports(
  { paths, documentOf }: TextIndex,
  leaders: Leaders,
  { from }: { from: (path: string) => readonly string[] },
): Signal {
  const signal = new Float64Array(paths.length);
  for (const [leader, share] of leaders) {
    const neighbours = from(paths[leader] ?? '').flatMap((path) => documentOf.get(path) ?? []);
    for (const document of neighbours) addTo(signal, document, share / Math.sqrt(neighbours.length));
  }
  return signal.map((value) => Math.sqrt(value));
}

function byFolder({ paths }: TextIndex, leaders: Leaders): Signal {
  const shares = new Map<string, number>();
  for (const [leader, share] of leaders) {
    const folder = posix.dirname(paths[leader] ?? '');
    shares.set(folder, (shares.get(folder) ?? 0) + share);
  }
  return Float64Array.from(paths, (path, document) =>
    Math.sqrt(Math.max(0, (shares.get(posix.dirname(path)) ?? 0) - (leaders.get(document) ?? 0))),
  );
}
