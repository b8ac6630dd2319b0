import type { GitPlace } from './git.ts';
import { readLooseBlobs } from './loose-blobs.ts';
import { readBlobsNamed } from './read-objects.ts';

/** The bytes of blobs by their object ids, read without a process where they are few and lie open, else all by one; ids of anything else are missing from the map. */
export async function readBlobs(place: GitPlace, oids: Iterable<string>): Promise<Map<string, Buffer>> {
  const all = [...new Set(oids)];
  const loose = typeof place === 'string' ? new Map<string, Buffer>() : readLooseBlobs(place.commonDir, all);
  const wanted = all.filter((oid) => !loose.has(oid));
  if (wanted.length === 0) return loose;
  const packed = await readBlobsNamed(place, wanted);
  return new Map([...loose, ...[...packed].map(([oid, { content }]) => [oid, content] as const)]);
}
