import { git, readObjects, type Repository } from '@cdev/git';
import { largestArchive } from '@cdev/archive';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { isOpaque, unknownForm } from '../tree/scan-files.ts';
import type { Found } from './found.ts';
import type { UnreadVersion } from './history-cache.ts';
import type { BinaryVersion } from './patch-reader.ts';
import { unaltered } from './unaltered.ts';
import type { Versions } from './versions.ts';

/** In bytes. Read at once, and the most that one may have. */
const groupSize = largestArchive;

interface BinaryOptions extends ScanTextOptions {
  readonly versions: Versions;
  readonly found: Found;
  /** What was passed over is put there. */
  readonly unread: UnreadVersion[];
  readonly signal?: AbortSignal | undefined;
}

/** What git shows no lines of: UTF-16 is binary to it, an archive, and text of which an attribute says so. */
export async function scanBinaries(
  repository: Repository,
  binaries: readonly BinaryVersion[],
  { versions, found, unread, signal, ...options }: BinaryOptions,
): Promise<number> {
  for (const { path, commit } of binaries) {
    const reason = unknownForm(path);
    if (reason !== undefined) unread.push({ path, commit, reason });
  }
  const readable = binaries.filter((version) => !isOpaque(version.path) && !versions.isClean(version));
  if (readable.length === 0) return 0;
  const sizes = await sizesOf(repository, readable, signal);
  let bytes = 0;
  for (const group of groupsOf(readable, sizes, (version) => unread.push(tooLarge(version)))) {
    const ids = [...new Set(group.map(({ blob }) => blob))];
    const objects = await readObjects(repository, ids, { env: unaltered, signal });
    for (const { blob, path, commit, date } of group) {
      const content = objects.get(blob)?.content;
      if (content === undefined) {
        unread.push({ path, commit, reason: 'is broken in the repository' });
        continue;
      }
      bytes += content.length;
      let isWhole = true;
      const onGap = (reason: string): void => {
        isWhole = false;
        unread.push({ path, commit, reason });
      };
      const findings = scanText({ path, bytes: content }, { ...options, onGap });
      if (isWhole) versions.add({ blob, path, before: '' }, findings.length > 0);
      for (const finding of findings) found.add({ ...finding, surface: 'history', commit, date });
    }
  }
  return bytes;
}

function tooLarge({ path, commit }: BinaryVersion): UnreadVersion {
  return { path, commit, reason: `is larger than ${groupSize / 1e6} MB` };
}

/** As many as may be kept at once; larger ones are given to `passOver`. */
function* groupsOf(
  versions: readonly BinaryVersion[],
  sizes: ReadonlyMap<string, number>,
  passOver: (version: BinaryVersion) => void,
): Generator<readonly BinaryVersion[]> {
  let group: BinaryVersion[] = [];
  let size = 0;
  for (const version of versions) {
    const own = sizes.get(version.blob) ?? 0;
    if (own > groupSize) {
      passOver(version);
      continue;
    }
    if (size + own > groupSize) {
      yield group;
      [group, size] = [[], 0];
    }
    group.push(version);
    size += own;
  }
  if (group.length > 0) yield group;
}

async function sizesOf(
  repository: Repository,
  versions: readonly BinaryVersion[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const { stdoutBytes } = await git(repository, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    isQuestion: true,
    signal,
    env: unaltered,
    input: versions.map(({ blob }) => `${blob}\n`).join(''),
  });
  const lines = [...stdoutBytes.toString('latin1').matchAll(/^([0-9a-f]+) (\d+)$/gm)];
  return new Map(lines.map(([, id = '', size]) => [id, Number(size)]));
}
