import { askFields } from '../ask.ts';
import { requireObject } from '../revision.ts';
import { readerOf } from './reader.ts';

export interface TreeEntry {
  readonly name: string;
  readonly mode: string;
  readonly oid: string;
  readonly isFolder: boolean;
}

/** The entries of a folder by name. `oid`: full id of a tree, or of a commit whose tree is meant. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function readTree(commonDir: string, oid: string): Promise<Map<string, TreeEntry>> {
  const { isomorphic, source, isReadable } = await readerOf(commonDir);
  const found = isReadable ? await isomorphic.readTree({ ...source, oid }).catch(() => undefined) : undefined;
  if (!found) return askNative(commonDir, oid);
  return new Map(
    found.tree.map(({ path, mode, oid, type }) => [
      path,
      { name: path, mode: mode.padStart(6, '0'), oid, isFolder: type === 'tree' },
    ]),
  );
}

async function askNative(commonDir: string, oid: string): Promise<Map<string, TreeEntry>> {
  const fields = await askFields(commonDir, ['ls-tree', '-z', await requireObject(commonDir, oid)]);
  return new Map(
    fields.map((field) => {
      const [mode = '', type = '', oid = ''] = field.slice(0, field.indexOf('\t')).split(' ');
      const name = field.slice(field.indexOf('\t') + 1);
      return [name, { name, mode, oid, isFolder: type === 'tree' }];
    }),
  );
}
