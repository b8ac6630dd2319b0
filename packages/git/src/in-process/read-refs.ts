import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listRefs } from '../list-refs.ts';
import { inOrder } from '../order.ts';
import { resolveCommit } from '../revision.ts';
import { readPackedRefs } from './packed-refs.ts';
import { assertCommonDir } from './reader.ts';

export type WhichRefs = { readonly names: readonly string[] } | { readonly prefix: string };

/**
 * Full ref name → id, sorted by name. `names`: full names (`HEAD` and `worktrees/<id>/HEAD` too); those that are not there are left out.
 * `prefix`: all below it, whole path components. Read from the files: isomorphic-git parses all packed refs for each name.
 * @throws CDEV_E_GIT_LINKED_WORKTREE.
 */
export async function readRefs(commonDir: string, which: WhichRefs): Promise<Map<string, string>> {
  await assertCommonDir(commonDir);
  const prefix = 'prefix' in which ? which.prefix.replace(/\/+$/, '') : undefined;
  // Refs in the reftable format are no files.
  const isNative = (await stat(join(commonDir, 'reftable')).catch(() => undefined)) !== undefined;
  if (isNative && prefix !== undefined)
    return new Map((await listRefs(commonDir, prefix)).map(({ name, oid }) => [name, oid]));
  const resolveName = isNative ? resolveCommit : readRef;
  const names = 'names' in which ? which.names : await listNames(commonDir, prefix ?? 'refs');
  const found = await Promise.all(names.map(async (name) => [name, await resolveName(commonDir, name)] as const));
  const present = found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return new Map(present.sort(([a], [b]) => inOrder(a, b)));
}

/** The file first and the packed ones after it: `git pack-refs` writes in the other order, so one of them has it at any moment. */
async function readRef(commonDir: string, name: string, depth = 0): Promise<string | undefined> {
  if (depth > 5 || name.split('/').includes('..')) return undefined;
  const text = await readFile(join(commonDir, name), 'utf8').catch(ignoreAbsent);
  const target = text?.startsWith('ref: ') ? text.slice(5).trim() : undefined;
  if (target !== undefined) return readRef(commonDir, target, depth + 1);
  const oid = text?.trim();
  return oid !== undefined && /^[0-9a-f]{40,64}$/.test(oid) ? oid : (await readPackedRefs(commonDir)).get(name);
}

async function listNames(commonDir: string, prefix: string): Promise<string[]> {
  const entries = await readdir(join(commonDir, prefix), { recursive: true, withFileTypes: true }).catch(ignoreAbsent);
  const names = new Set<string>();
  for (const entry of entries ?? []) {
    if (!entry.isFile() || entry.name.endsWith('.lock')) continue;
    names.add(
      join(entry.parentPath, entry.name)
        .slice(commonDir.length + 1)
        .replaceAll('\\', '/'),
    );
  }
  for (const name of (await readPackedRefs(commonDir)).keys()) if (name.startsWith(`${prefix}/`)) names.add(name);
  return [...names];
}

function ignoreAbsent(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
  return undefined;
}
