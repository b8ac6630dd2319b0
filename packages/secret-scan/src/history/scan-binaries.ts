import { readBlobs, type Repository } from '@cdev/git';
import { isArchive, largestArchive } from '@cdev/archive';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { isOpaque } from '../tree/scan-files.ts';
import type { Found } from './found.ts';
import type { BinaryVersion } from './patch-reader.ts';
import type { Versions } from './versions.ts';

/** Larger ones are pictures and programs. */
const largestBinary = 2_000_000;

interface BinaryOptions extends ScanTextOptions {
  readonly versions: Versions;
  readonly found: Found;
}

/** UTF-16 is binary to git. */
export async function scanBinaries(
  repository: Repository,
  binaries: readonly BinaryVersion[],
  { versions, found, ...options }: BinaryOptions,
): Promise<number> {
  const readable = binaries.filter((version) => !isOpaque(version.path) && !versions.isClean(version));
  let bytes = 0;
  for (let at = 0; at < readable.length; at += 200) {
    const group = readable.slice(at, at + 200);
    const blobs = await readBlobs(
      repository,
      group.map(({ blob }) => blob),
    );
    for (const { blob, path, commit, date } of group) {
      const content = blobs.get(blob);
      if (content === undefined || content.length > (isArchive(path) ? largestArchive : largestBinary)) continue;
      bytes += content.length;
      const findings = scanText({ path, bytes: content }, options);
      versions.add({ blob, path, before: '' }, findings.length > 0);
      for (const finding of findings) found.add({ ...finding, surface: 'history', commit, date });
    }
  }
  return bytes;
}
