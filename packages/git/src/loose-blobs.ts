import { join } from 'node:path';
import { readLooseObject } from './objects/object-reader.ts';

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

function readLoose(commonDir: string, oid: string): Buffer | undefined {
  try {
    const object = readLooseObject(join(commonDir, 'objects'), oid);
    return object?.type === 'blob' ? object.content : undefined;
  } catch {
    return undefined;
  }
}
