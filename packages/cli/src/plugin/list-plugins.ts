import { entriesOf, executableIn, pathFolders, projectFolders, type Place, type Plugin } from './find-plugin.ts';

/** All that can be started so; of two with one name the one that would be. */
export async function listPlugins(place: Place): Promise<readonly Plugin[]> {
  const { listAddedPlugins } = await import('./added-plugin.ts');
  const listed = (folders: readonly string[], from: Plugin['from']): readonly Plugin[] =>
    folders.flatMap((folder) =>
      entriesOf(folder).flatMap((entry): Plugin[] => {
        const name = /^cdev-([a-z0-9][\w-]*?)(?:\.(?:exe|cmd))?$/i.exec(entry)?.[1];
        const file = name === undefined ? undefined : executableIn(folder, `cdev-${name}`);
        return name !== undefined && file !== undefined ? [{ name, file, from }] : [];
      }),
    );
  const all = [
    ...listed(projectFolders(place), 'project'),
    ...listAddedPlugins(place),
    ...listed(pathFolders(place), 'PATH'),
  ];
  const first = new Map<string, Plugin>();
  for (const plugin of all) if (!first.has(plugin.name)) first.set(plugin.name, plugin);
  return [...first.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
