import type { Inventory } from '../inventory/inventory.ts';

const rootDirs = /"rootDirs"\s*:\s*\[([^\]]*)\]/;

/**
 * Whether only the disk may tell where a path leads that no file and no manifest of the inventory answers for: through a link, or by forms of compiler
 * configurations that are not followed here.
 */
export function asksDisk({ files }: Inventory, manifests: ReadonlyMap<string, string>): (path: string) => boolean {
  const links = files.flatMap(({ path, isLink }) => (isLink ? [`${path}/`] : []));
  const configurations = [...manifests].filter(([path]) => /[jt]sconfig[^/]*\.json$/.test(path));
  const isAlways = configurations.some(
    ([path, text]) => /"paths"[^}]*\$\{configDir\}/.test(text) || hasTwo(path, rootDirs.exec(text)?.[1] ?? '', files),
  );
  return (path) => isAlways || links.some((link) => path.startsWith(link) || link === `${path}/`);
}

/** Two folders that are there, one of which then may stand for the other; most are a build's. */
function hasTwo(configuration: string, list: string, files: Inventory['files']): boolean {
  const folders = [...list.matchAll(/["']([^"']+)["']/g)].map(([, folder = '']) => `${folder.replace(/\/+$/, '')}/`);
  return folders.filter((folder) => isThere(configuration, folder, files)).length > 1;
}

/** What leads out of the configuration's own folder counts from the one that extends it, whichever that is. */
function isThere(configuration: string, folder: string, files: Inventory['files']): boolean {
  const rest = folder.replace(/^(?:\$\{configDir\}|\.\.?\/|\/)+/, '');
  if (/^(?:\$|\.\.)/.test(folder)) return rest === '' || files.some(({ path }) => `/${path}`.includes(`/${rest}`));
  const from = configuration.slice(0, configuration.lastIndexOf('/') + 1) + rest;
  return files.some(({ path }) => path.startsWith(from));
}
