import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

interface Packed {
  readonly stamp: string;
  readonly refs: ReadonlyMap<string, string>;
}

const known = new Map<string, Packed>();

/** The refs in the file `packed-refs`, parsed again only when the file is another one. git replaces it by a rename, so the inode tells. */
export async function readPackedRefs(commonDir: string): Promise<ReadonlyMap<string, string>> {
  const file = join(commonDir, 'packed-refs');
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (found === undefined) return new Map();
  const stamp = `${found.ino} ${found.mtimeNs} ${found.size}`;
  const before = known.get(commonDir);
  if (before?.stamp === stamp) return before.refs;
  const refs = parse(await readFile(file, 'utf8').catch(() => ''));
  known.set(commonDir, { stamp, refs });
  return refs;
}

/** Lines `<oid> <name>`; comments begin with `#`, the commit of an annotated tag with `^`. */
function parse(text: string): Map<string, string> {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    const blank = line.indexOf(' ');
    if (blank < 40 || line.startsWith('#')) continue;
    refs.set(line.slice(blank + 1), line.slice(0, blank));
  }
  return refs;
}
