import { houseWords } from '@cdev/script-catalogue';

export interface SimilarName {
  /** The name that it could be taken for. */
  readonly to: string;
  /** Letters that differ, are missing, are too many or have changed places. */
  readonly distance: number;
}

/**
 * A well-known script whose name somebody could have meant: one or two slips of the keyboard away, in a short word one. Scopes that look like the house's count too.
 * @param known packages that somebody vouches for, beside the house's own
 */
export function similarName(packageName: string, known: readonly string[]): SimilarName | undefined {
  if (packageName.startsWith('@cdev/') || known.includes(packageName)) return undefined;
  const word = wordOf(packageName);
  const words = [...houseWords, ...known.map(wordOf)];
  const names = words.map((to) => ({ to, distance: editDistance(word, to) }));
  const scope = /^@([^/]+)\//.exec(packageName)?.[1];
  const scopes = scope === undefined ? [] : [{ to: '@cdev', distance: editDistance(scope, 'cdev') }];
  const near = [
    ...names.filter(({ to, distance }) => isNear(to, distance)),
    ...scopes.filter(({ distance }) => distance === 1),
  ];
  return near.toSorted((a, b) => a.distance - b.distance)[0];
}

/** A word of four letters is two slips away from much that is no imitation. The same word is no imitation of itself: who has it is asked elsewhere. */
function isNear(to: string, distance: number): boolean {
  return distance > 0 && distance <= (to.length > 6 ? 2 : to.length > 3 ? 1 : 0);
}

function wordOf(packageName: string): string {
  return packageName
    .replace(/^@[^/]+\//, '')
    .replace(/^cdev-/, '')
    .toLowerCase();
}

/** Damerau's distance in its restricted form (optimal string alignment): two letters that changed places are one slip. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  const at = (row: number, column: number): number => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row]);
    for (let column = 1; column <= to.length; column += 1) {
      const [a, b] = [from[row - 1], to[column - 1]];
      const isSwap = row > 1 && column > 1 && a === to[column - 2] && from[row - 2] === b;
      const costs = [at(row - 1, column - 1) + (a === b ? 0 : 1), at(row - 1, column) + 1, at(row, column - 1) + 1];
      rows[row]?.push(Math.min(...costs, ...(isSwap ? [at(row - 2, column - 2) + 1] : [])));
    }
  }
  return at(from.length, to.length);
}
