import { git, type GitPlace } from './git.ts';
import { parseBatch } from './read-files.ts';

/** The bytes of blobs by their object ids, all read by one process; ids of anything else are missing from the map. */
export async function readBlobs(place: GitPlace, oids: Iterable<string>): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(oids)];
  if (wanted.length === 0) return new Map();
  const input = wanted.map((oid) => `${oid}\n`).join('');
  const { stdoutBytes } = await git(place, ['cat-file', '--batch'], { isQuestion: true, input });
  return new Map([...parseBatch(stdoutBytes, wanted)].map(([oid, { content }]) => [oid, content]));
}
