import type { RepositoryIndex } from '@cdev/code-graph';
import type { Companion } from './agent-brief.ts';

const fewestCommits = 3;
const smallestShare = 0.3;
const most = 6;

/**
 * What changes with the files without being found from them: no import in either direction, no test of one of them. Only what
 * happened in three commits or more and in three of ten changes of a file.
 */
export function findCompanions(
  { inventory, graph, coChange, testPairs }: Pick<RepositoryIndex, 'inventory' | 'graph' | 'coChange' | 'testPairs'>,
  paths: readonly string[],
): readonly Companion[] {
  const editable = new Set(inventory.files.filter(({ isGenerated }) => !isGenerated).map(({ path }) => path));
  const tested = new Set(testPairs.flatMap(({ test, source }) => [`${test}\0${source}`, `${source}\0${test}`]));
  const isKnown = (a: string, b: string): boolean =>
    graph.importsOf(a).includes(b) || graph.importsOf(b).includes(a) || tested.has(`${a}\0${b}`);
  const seen = new Set<string>();
  return paths
    .flatMap((path) =>
      coChange
        .partners(path)
        .filter(({ count, share }) => count >= fewestCommits && share >= smallestShare)
        .filter((partner) => editable.has(partner.path) && !isKnown(path, partner.path))
        .filter((partner) => {
          const pair = [path, partner.path].toSorted().join('\0');
          const isNew = !seen.has(pair);
          seen.add(pair);
          return isNew;
        })
        .map((partner): Companion => ({
          path,
          with: partner.path,
          together: partner.count,
          of: Math.round(partner.count / partner.share),
        })),
    )
    .toSorted((a, b) => b.together / Math.sqrt(b.of) - a.together / Math.sqrt(a.of))
    .slice(0, most);
}
