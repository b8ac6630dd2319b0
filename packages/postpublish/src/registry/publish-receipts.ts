import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idOf, type Release } from '../release/release.ts';

/**
 * Versions that `pnpm publish --report-summary` says it published: in `pnpm-publish-summary.json`, which it leaves at the root of the workspace. A file that
 * is not there or not readable says nothing.
 */
export async function publishReceipts({
  repository,
  folder,
  context,
  packages,
}: Release): Promise<ReadonlySet<string>> {
  const places = new Set([context.cwd, repository?.top ?? context.cwd, folder]);
  const known = new Set(packages.map(idOf));
  const lists = await Promise.all([...places].map((place) => readReceipt(join(place, 'pnpm-publish-summary.json'))));
  return new Set(lists.flat().filter((id) => known.has(id)));
}

async function readReceipt(file: string): Promise<readonly string[]> {
  try {
    const { publishedPackages } = JSON.parse(await readFile(file, 'utf8')) as { publishedPackages?: unknown };
    if (!Array.isArray(publishedPackages)) return [];
    return publishedPackages.map((item) => {
      const { name, version } = Object(item) as Readonly<Record<string, unknown>>;
      return `${String(name)}@${String(version)}`;
    });
  } catch {
    return [];
  }
}
