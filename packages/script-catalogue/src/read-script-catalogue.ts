import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listAdded } from '@cdev/added-script';
import { readPackageWorkspace, type PackageWorkspace } from '@cdev/package-workspace';
import { errors } from './errors.ts';
import { readScript, scriptOf } from './read-script.ts';
import type { CatalogueScript, ScriptCatalogue } from './script.ts';

export interface ReadScriptCatalogueOptions {
  readonly cwd: string;
  /** More folders whose `node_modules` count, after those of the project: that of the program that asks. */
  readonly near?: readonly string[] | undefined;
  /** `~/.cdev`: what was added there and in the project counts too. Default: it does not. */
  readonly home?: string | undefined;
}

/**
 * The scripts of the workspace around `cwd`, when it has some of its own; else those that are installed where `cwd` would find them.
 * @throws CDEV_E_CATALOGUE_EMPTY, and those of `@cdev/package-workspace` except that there is no package at all
 */
export async function readScriptCatalogue({
  cwd,
  near = [],
  home,
}: ReadScriptCatalogueOptions): Promise<ScriptCatalogue> {
  const workspace = await workspaceAt(cwd);
  const added = home === undefined ? [] : addedScripts({ cwd, home });
  const own = (workspace?.members ?? []).flatMap(({ folder, manifest }) => scriptOf(folder, manifest) ?? []);
  if (workspace !== undefined && own.length > 0)
    return { root: workspace.root, origin: 'workspace', scripts: sorted([...own, ...added]) };
  const installed = [...[cwd, ...near].flatMap(installedScripts), ...added];
  if (installed.length === 0) throw errors.make('CDEV_E_CATALOGUE_EMPTY', { folder: cwd });
  return { root: workspace?.root ?? cwd, origin: 'project', scripts: sorted(installed) };
}

function addedScripts(where: { readonly cwd: string; readonly home: string }): CatalogueScript[] {
  return listAdded(where).flatMap((added): CatalogueScript[] => {
    const script = readScript(added.folder);
    // The lock says what is started, and under which name.
    return script ? [{ ...script, name: added.script.name, bin: added.bin, added }] : [];
  });
}

async function workspaceAt(cwd: string): Promise<PackageWorkspace | undefined> {
  try {
    return await readPackageWorkspace(cwd);
  } catch (error) {
    if ((error as { code?: string }).code === 'CDEV_E_PACKAGE_WORKSPACE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** In every `node_modules` from the folder upwards: all of `@cdev`, and packages named `cdev-…` or `@…/cdev-…`. The nearest of a name counts. */
function installedScripts(from: string): CatalogueScript[] {
  const folders: string[] = [];
  for (let folder = from; ; folder = dirname(folder)) {
    folders.push(folder);
    if (dirname(folder) === folder) break;
  }
  return folders.flatMap((folder) => {
    const modules = join(folder, 'node_modules');
    return entriesOf(modules).flatMap((entry) => {
      if (entry.startsWith('@'))
        return entriesOf(join(modules, entry))
          .filter((name) => entry === '@cdev' || name.startsWith('cdev-'))
          .flatMap((name) => readScript(join(modules, entry, name)) ?? []);
      return entry.startsWith('cdev-') ? (readScript(join(modules, entry)) ?? []) : [];
    });
  });
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sorted(scripts: readonly CatalogueScript[]): CatalogueScript[] {
  const first = new Map<string, CatalogueScript>();
  for (const script of scripts) if (!first.has(script.name)) first.set(script.name, script);
  return [...first.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
