import { isCdevError } from '@cdev/core/errors';
import type { Repository } from '@cdev/git';
import type { SecretFinding } from '../finding.ts';
import type { PlacedFinding } from '../report/group-secrets.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { Found } from './found.ts';
import type { UnreadVersion } from './history-cache.ts';
import { PatchReader, type AddedText } from './patch-reader.ts';
import { scanBinaries } from './scan-binaries.ts';
import { beginSlice, type BegunSlice, type Slice } from './start-patches.ts';
import type { Versions } from './versions.ts';

export interface PatchesRead {
  readonly found: readonly PlacedFinding[];
  readonly commits: number;
  /** Of added lines and contents that were looked at. */
  readonly bytes: number;
  /** Merges of more than two: what they brought in is not among it. */
  readonly octopuses: readonly string[];
  /** Commits that were read, and their parents. */
  readonly reached: ReadonlySet<string>;
  /** Versions that were passed over. */
  readonly unread: readonly UnreadVersion[];
  /** The one that was read last; empty where there was none. */
  readonly last: string;
  /** Why not everything was seen. */
  readonly gap: string | undefined;
}

export interface ReadPatchesOptions extends ScanTextOptions {
  readonly versions: Versions;
  /** Before this what git writes is kept: a git whose reader is busy waits. */
  readonly ready?: Promise<void> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((commits: number) => void) | undefined;
}

/** What the commits of a slice brought in, as far as one git shows them. Git is started before this returns. */
export async function readPatches(
  repository: Repository,
  slice: Slice | BegunSlice,
  options: ReadPatchesOptions,
): Promise<PatchesRead> {
  const { versions, ready, signal, onProgress } = options;
  const found = new Found();
  const unread: UnreadVersion[] = [];
  let bytes = 0;
  let isWhole = true;
  const take = (text: AddedText): void => {
    if (text.bytes.length === 0) return isWhole ? versions.addUnread(text) : undefined;
    if (versions.isClean(text)) return;
    bytes += text.bytes.length;
    const findings = scanText({ path: text.path, bytes: text.bytes }, options);
    if (isWhole) versions.add(text, findings.length > 0);
    for (const finding of findings) {
      const { offset, length } = finding;
      // A rule of the user's may be about the path alone.
      if (length === 0 || text.isAdded(offset, offset + length)) found.add(place(finding, text));
    }
  };
  const patches = new PatchReader(take);
  const { git } = 'git' in slice ? slice : beginSlice(repository, slice, signal);
  let gap: string | undefined;
  try {
    await ready;
    await git.read((chunk) => {
      patches.add(chunk);
      onProgress?.(patches.commits);
    });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_GIT_FAILED')) throw error;
    gap = error.message;
    // What was written of the last file may not be all of it.
    isWhole = false;
  }
  patches.end();
  bytes += await scanBinaries(repository, patches.binaries, { ...options, found, unread });
  const { commits, octopuses, reached, last } = patches;
  return { found: found.all(), commits, bytes, octopuses, reached, unread, last, gap };
}

function place(finding: SecretFinding, { commit, date, path, lineAt }: AddedText): PlacedFinding {
  const line = lineAt(finding.offset);
  return { ...finding, path, line, endLine: line + finding.endLine - finding.line, surface: 'history', commit, date };
}
