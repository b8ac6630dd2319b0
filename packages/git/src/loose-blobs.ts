import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** More are read faster by one git than one by one, most of them from packs. */
const most = 32;

/**
 * The blobs among these that lie in files of their own, as what was staged lately does. The others are in packs, elsewhere, or broken, which git can tell
 * apart.
 */
export function readLooseBlobs(commonDir: string, oids: readonly string[]): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  if (oids.length > most) return found;
  for (const oid of oids) {
    const content = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(oid) ? readLoose(commonDir, oid) : undefined;
    if (content !== undefined) found.set(oid, content);
  }
  return found;
}

/** zlib around `blob <size>\0` and the content (gitformat-loose(5)). */
function readLoose(commonDir: string, oid: string): Buffer | undefined {
  try {
    const bytes = inflateSync(readFileSync(join(commonDir, 'objects', oid.slice(0, 2), oid.slice(2))));
    const end = bytes.indexOf(0);
    const [type, size] = bytes.toString('latin1', 0, end).split(' ');
    const content = bytes.subarray(end + 1);
    return type === 'blob' && content.length === Number(size) ? content : undefined;
  } catch {
    return undefined;
  }
}
