import { isTestFile } from '../inventory/classify-path.ts';
import { isCodeLanguage } from '../inventory/language-of.ts';
import type { ImportGraph } from '../imports/import-graph.ts';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { splitIdentifier } from '../rank/words.ts';
import { subjectOf } from './subject-of-test.ts';

export interface TestPair {
  readonly test: string;
  readonly source: string;
  /** 0 to 1: how sure it is that `test` is about `source`. */
  readonly score: number;
  /** What says so, for people: `named alike`, `imports it`. */
  readonly reasons: readonly string[];
}

/**
 * Which test file is about which source file, by names, folders and (with `graph`) imports; sorted by test, then score. A test
 * that is named after no file is about those it imports, the fewer the surer.
 */
export function testPairs(inventory: Inventory, graph?: ImportGraph): readonly TestPair[] {
  const code = inventory.files.filter(
    ({ language, isGenerated, isBinary }) => isCodeLanguage(language) && !isGenerated && !isBinary,
  );
  const sources = code.filter(({ isTest }) => !isTest);
  const bySubject = Map.groupBy(sources, ({ path }) => subjectOf(path));
  const isSource = new Set(sources.map(({ path }) => path));
  return code
    .filter(({ path }) => isTestFile(path))
    .flatMap(({ path }) => pairsOf(path, { bySubject, isSource, graph }));
}

interface Sources {
  readonly bySubject: ReadonlyMap<string, readonly InventoryFile[]>;
  readonly isSource: ReadonlySet<string>;
  readonly graph: ImportGraph | undefined;
}

function pairsOf(test: string, { bySubject, isSource, graph }: Sources): readonly TestPair[] {
  const imported = (graph?.importsOf(test) ?? []).filter((path) => isSource.has(path));
  const subject = subjectOf(test);
  const alike = nearest(test, subject === 'index' ? [] : (bySubject.get(subject) ?? []).map(({ path }) => path));
  const parts = alike.length > 0 ? [] : nearest(test, namedByPart(test, bySubject));
  const pairs = new Map<string, TestPair>();
  for (const source of alike) {
    const both = imported.includes(source);
    const reasons = both ? ['named alike', 'imports it'] : ['named alike'];
    pairs.set(source, { test, source, score: both ? 1 : alike.length === 1 ? 0.9 : 0.6, reasons });
  }
  for (const source of parts)
    pairs.set(source, { test, source, score: 0.5, reasons: ['named after a part of its name'] });
  for (const source of imported) {
    const before = pairs.get(source);
    if (before?.reasons.includes('imports it')) continue;
    const share = 0.6 / Math.sqrt(imported.length);
    const score = before ? Math.min(1, before.score + share) : alike.length > 0 ? share / 2 : share;
    pairs.set(source, { test, source, score, reasons: [...(before?.reasons ?? []), 'imports it'] });
  }
  return [...pairs.values()].sort((a, b) => b.score - a.score || (a.source < b.source ? -1 : 1));
}

/** `res.format.test.js` is about `res`, or `format`, when there is no file with the whole name. */
function namedByPart(test: string, bySubject: Sources['bySubject']): readonly string[] {
  const name = test.slice(test.lastIndexOf('/') + 1).replace(/\.[a-z\d]+$/i, '');
  const parts = name.split(/[._-]/).filter((part) => part.length > 3 && !/^(?:tests?|specs?)$/i.test(part));
  const words = parts.length > 1 ? parts : splitIdentifier(parts[0] ?? '').filter((word) => word.length > 3);
  return words.flatMap((word) => (bySubject.get(word.toLowerCase()) ?? []).map(({ path }) => path)).slice(0, 10);
}

/** Of files with one name, those that share the longest part of their folders with the test. */
function nearest(test: string, sources: readonly string[]): readonly string[] {
  const near = sources.map((source) => ({ source, closeness: sharedFolders(test, source) }));
  const best = Math.max(...near.map(({ closeness }) => closeness));
  return near.filter(({ closeness }) => closeness === best).map(({ source }) => source);
}

/** Folder names in common, wherever they stand: `test/api/user.test.js` mirrors `src/api/user.js`. */
function sharedFolders(pathA: string, pathB: string): number {
  const foldersA = pathA.split('/').slice(0, -1);
  const foldersB = new Set(pathB.split('/').slice(0, -1));
  return foldersA.filter((folder) => foldersB.has(folder)).length;
}
