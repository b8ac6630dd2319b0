import { posix } from 'node:path';
import { importerId } from '../graph/lock-graph.ts';

/** The importer that `link:../cart` means, seen from the importer at `path`; undefined for a folder that is none. */
export function linkedImporter(path: string, reference: string, paths: ReadonlySet<string>): string | undefined {
  if (!reference.startsWith('link:')) return undefined;
  const joined = posix.normalize(posix.join(path, reference.slice('link:'.length))).replace(/\/$/, '');
  const target = joined === '.' ? '' : joined;
  return paths.has(target) ? importerId(target) : undefined;
}
