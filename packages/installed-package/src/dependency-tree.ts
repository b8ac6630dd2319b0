import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findInstalled } from './find-installed.ts';
import type { Installation } from './installation.ts';

export interface MissingDependency {
  readonly name: string;
  /** The package that declares it. */
  readonly neededBy: string;
}

/** What was installed, against what a package and its dependencies declare. */
export interface DependencyTree {
  /** `name@version` of all that the declarations lead to, the package itself among them; sorted. */
  readonly declared: readonly string[];
  /** Declared, needed and not there. */
  readonly missing: readonly MissingDependency[];
  /** There, though nothing declares it. */
  readonly extra: readonly string[];
}

interface Found {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * Follows what an installed package declares through the scratch project's `node_modules`, as Node resolves it.
 * @throws CDEV_E_INSTALL_NOT_INSTALLED
 */
export async function dependencyTree(installation: Installation, name: string): Promise<DependencyTree> {
  const reached = new Map<string, Found>();
  const missing: MissingDependency[] = [];
  const left = [findInstalled(installation, name).folder];
  for (let folder = left.pop(); folder !== undefined; folder = left.pop()) {
    if (reached.has(folder)) continue;
    const manifest = await readManifest(folder);
    if (!manifest) continue;
    reached.set(folder, manifest);
    for (const { name: needed, isOptional } of needs(manifest)) {
      const found = await resolvePackage(folder, needed, installation.workspace ?? installation.folder);
      if (found !== undefined) left.push(found);
      else if (!isOptional) missing.push({ name: needed, neededBy: identity(manifest) });
    }
  }
  const all = await packagesIn(join(installation.folder, 'node_modules'));
  const extra = [...all].filter(([folder]) => !reached.has(folder)).map(([, manifest]) => identity(manifest));
  return { declared: sorted([...reached.values()].map(identity)), missing, extra: sorted(extra) };
}

function needs(manifest: Found): { name: string; isOptional: boolean }[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const optional = new Set([
    ...Object.keys(optionalDependencies),
    ...Object.keys(peerDependenciesMeta).filter((name) => peerDependenciesMeta[name]?.optional === true),
  ]);
  const names = new Set([...Object.keys(dependencies), ...optional, ...Object.keys(peerDependencies)]);
  return [...names].map((name) => ({ name, isOptional: optional.has(name) }));
}

/** As Node: the nearest `node_modules` above that has it, up to the scratch project. */
async function resolvePackage(from: string, name: string, top: string): Promise<string | undefined> {
  for (let folder = from; folder.startsWith(top); folder = dirname(folder)) {
    if (folder.endsWith('node_modules')) continue;
    const found = await realpath(join(folder, 'node_modules', name)).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Every package below a `node_modules`, by its real folder. */
async function packagesIn(modules: string, found = new Map<string, Found>()): Promise<Map<string, Found>> {
  for (const entry of await readdir(modules, { withFileTypes: true }).catch(() => [])) {
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue;
    const path = join(modules, entry.name);
    if (entry.name === '.pnpm')
      for (const store of await readdir(path)) await packagesIn(join(path, store, 'node_modules'), found);
    else if (entry.name.startsWith('@')) await packagesIn(path, found);
    else if (!entry.name.startsWith('.')) {
      const folder = await realpath(path).catch(() => undefined);
      if (folder === undefined || found.has(folder)) continue;
      const manifest = await readManifest(folder);
      if (manifest) found.set(folder, manifest);
      await packagesIn(join(folder, 'node_modules'), found);
    }
  }
  return found;
}

async function readManifest(folder: string): Promise<Found | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Found);
}

function identity({ name, version }: Found): string {
  return `${name}@${version}`;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
