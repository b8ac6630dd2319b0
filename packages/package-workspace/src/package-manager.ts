import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFiles } from './lock-files.ts';
import type { PackageManager, PackageManagerName, PackageManifest } from './package-workspace.ts';

/**
 * The package manager that a folder is meant for: what its manifest says (`packageManager`, then `devEngines`), then pnpm's list of the workspace, then the
 * lock file, else npm.
 */
export async function findPackageManager(root: string, manifest: PackageManifest | undefined): Promise<PackageManager> {
  const there = await Promise.all(
    Object.keys(lockFiles).map(async (file) => ((await isThere(root, file)) ? file : '')),
  );
  const found = there.filter((file) => file !== '');
  const declared = declaredManager(manifest);
  const name =
    declared?.name ??
    ((await isThere(root, 'pnpm-workspace.yaml')) ? 'pnpm' : (lockFiles[found[0] ?? ''] ?? ('npm' as const)));
  const lockFile = found.find((file) => lockFiles[file] === name);
  return { name, ...(declared?.version && { version: declared.version }), ...(lockFile !== undefined && { lockFile }) };
}

function declaredManager(
  manifest: PackageManifest | undefined,
): { name: PackageManagerName; version?: string } | undefined {
  const field = manifest?.['packageManager'];
  const [, name, version] = (typeof field === 'string' && /^(npm|pnpm|yarn|bun)@([^+]+)/.exec(field)) || [];
  if (name !== undefined) return { name: name as PackageManagerName, ...(version !== undefined && { version }) };
  const engines = Object(Object(manifest?.['devEngines'])['packageManager']) as { name?: unknown };
  const first = Array.isArray(engines) ? (Object(engines[0]) as { name?: unknown }) : engines;
  return ['npm', 'pnpm', 'yarn', 'bun'].includes(first.name as string)
    ? { name: first.name as PackageManagerName }
    : undefined;
}

function isThere(folder: string, file: string): Promise<boolean> {
  return access(join(folder, file)).then(
    () => true,
    () => false,
  );
}
