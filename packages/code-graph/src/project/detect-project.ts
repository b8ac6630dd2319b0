import { posix } from 'node:path';
import { lockFiles } from '@cdev/package-workspace';
import type { Inventory, InventoryFile } from '../inventory/inventory.ts';
import { findConventions } from './conventions.ts';
import { otherCommands } from './other-commands.ts';
import { findPackageManagers } from './package-managers.ts';
import type { FoundCommand, Project, WorkspacePackage } from './project.ts';
import { readTextFiles } from './read-text-files.ts';
import { naturalOrder } from './running-order.ts';
import { installCommand, scriptCommands } from './script-commands.ts';

interface Manifest {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly packageManager?: unknown;
  readonly scripts?: unknown;
}

const buildFiles = ['Makefile', 'makefile', 'pyproject.toml'];
const javascriptManagers = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** What the repository says of itself: only what is really there, each with its place. */
export async function detectProject(inventory: Inventory): Promise<Project> {
  const paths = new Set(inventory.files.map(({ path }) => path));
  const manifestPaths = inventory.files.filter(isManifest).map(({ path }) => path);
  const texts = await readTextFiles(inventory, [...manifestPaths, ...buildFiles]);
  const manifests = manifestPaths.flatMap((path) => {
    const manifest = parseManifest(texts.get(path));
    return manifest ? [{ folder: posix.dirname(path), manifest }] : [];
  });
  const root = manifests.find(({ folder }) => folder === '.')?.manifest;
  const packageManagers = findPackageManagers(paths, root);
  return {
    packageManagers,
    workspaces: manifests.flatMap(({ folder, manifest }): WorkspacePackage[] =>
      folder !== '.' && typeof manifest.name === 'string' ? [{ name: manifest.name, folder }] : [],
    ),
    commands: commandsOf({ manifests, packageManagers, texts, paths }),
    conventions: findConventions(inventory.files, root),
    languages: languagesOf(inventory.files),
  };
}

function isManifest({ path, isTest, generatedAs }: InventoryFile): boolean {
  return (
    posix.basename(path) === 'package.json' &&
    !isTest &&
    generatedAs !== 'vendored' &&
    !/(?:^|\/)(?:fixtures?|templates?|examples?)\//i.test(path)
  );
}

/** A manifest that cannot be parsed says nothing; whoever works on it will notice. */
function parseManifest(text: string | undefined): Manifest | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

interface Sources {
  readonly manifests: readonly { readonly folder: string; readonly manifest: Manifest }[];
  readonly packageManagers: Project['packageManagers'];
  readonly texts: ReadonlyMap<string, string>;
  readonly paths: ReadonlySet<string>;
}

function commandsOf({ manifests, packageManagers, texts, paths }: Sources): FoundCommand[] {
  const manager = packageManagers.find(({ name }) => javascriptManagers.has(name))?.name ?? 'npm';
  const hasLock = Object.keys(lockFiles).some((file) => paths.has(file));
  const installs = packageManagers.flatMap(({ name, foundIn }): FoundCommand[] => {
    const command = installCommand(name, hasLock);
    return command === undefined ? [] : [{ purpose: 'install', command, folder: '.', foundIn }];
  });
  const scripts = manifests.flatMap(({ folder, manifest }) =>
    isScripts(manifest.scripts) ? scriptCommands(manifest.scripts, folder, manager) : [],
  );
  const all = [...installs, ...scripts, ...otherCommands(texts, paths)];
  return all.sort(
    (a, b) =>
      naturalOrder.indexOf(a.purpose) - naturalOrder.indexOf(b.purpose) ||
      Number(a.folder !== '.') - Number(b.folder !== '.') ||
      (a.folder < b.folder ? -1 : a.folder > b.folder ? 1 : 0),
  );
}

function isScripts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const notCode = new Set(['markdown', 'json', 'yaml', 'toml', 'unknown', 'text', 'xml', 'ini']);

function languagesOf(files: readonly InventoryFile[]): Project['languages'] {
  const code = files.filter(
    ({ language, isGenerated, isBinary }) => !isGenerated && !isBinary && !notCode.has(language),
  );
  const counts = Map.groupBy(code, ({ language }) => language);
  return [...counts]
    .map(([language, { length }]) => ({ language, files: length, share: length / code.length }))
    .sort((a, b) => b.files - a.files || (a.language < b.language ? -1 : 1));
}
