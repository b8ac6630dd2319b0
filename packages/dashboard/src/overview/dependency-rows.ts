import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CatalogueScript } from '@cdev/script-catalogue';
import type { DependencyRow } from './overview.ts';

/** What the scripts need from others, by name; packages of the same workspace are left out. */
export function dependencyRows(scripts: readonly CatalogueScript[]): readonly DependencyRow[] {
  const used = scripts.flatMap((script) =>
    dependenciesOf(script).map(([name, range]) => ({ name, range, script: script.name, folder: script.folder })),
  );
  return [...Map.groupBy(used, ({ name }) => name)]
    .map(([name, uses]) => ({
      name,
      ranges: distinct(uses.map(({ range }) => range)),
      installed: distinct(uses.flatMap(({ folder }) => installedVersion(folder, name) ?? [])),
      usedBy: uses.map(({ script }) => script),
    }))
    .toSorted((one, other) => other.usedBy.length - one.usedBy.length || one.name.localeCompare(other.name, 'en'));
}

export function dependenciesOf({ manifest }: CatalogueScript): readonly (readonly [name: string, range: string])[] {
  const { dependencies } = manifest as { dependencies?: unknown };
  if (typeof dependencies !== 'object' || dependencies === null) return [];
  return Object.entries(dependencies).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[1].startsWith('workspace:'),
  );
}

/** As Node would find it from the folder upwards. */
function installedVersion(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      const text = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
      const { version } = JSON.parse(text) as { version?: unknown };
      return typeof version === 'string' ? version : undefined;
    } catch {
      if (dirname(folder) === folder) return undefined;
    }
  }
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}
