import { isCdevError } from '@cdev/core/errors';
import type { Repository } from '@cdev/git';
import type { SecretFinding } from '../finding.ts';
import type { PlacedFinding } from '../report/group-secrets.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { Found } from './found.ts';
import { gitStream } from './git-stream.ts';
import { commitFormat, PatchReader, type AddedText } from './patch-reader.ts';
import { scanBinaries } from './scan-binaries.ts';
import type { Versions } from './versions.ts';

const patch = [
  '-p',
  '-U0',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-prefix',
  '--full-index',
  '--full-history',
  `--format=${commitFormat}`,
];
const settings = [
  '-c',
  'core.quotePath=false',
  '-c',
  'diff.suppressBlankEmpty=false',
  '-c',
  'log.showSignature=false',
  '-c',
  'log.showRoot=true',
];

/** What one git reads. */
export interface Slice {
  /** As `git log --stdin` takes it. */
  readonly input: string | Buffer;
  /** How `git log` is to take the commits that it is given, and to show merges. */
  readonly how: readonly string[];
}

export interface PatchesRead {
  readonly found: readonly PlacedFinding[];
  readonly commits: number;
  /** Of added lines and contents that were looked at. */
  readonly bytes: number;
  /** Merges of more than two: what they brought in is not among it. */
  readonly octopuses: readonly string[];
  /** Of all commits that were read. */
  readonly parents: ReadonlySet<string>;
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

/** Where a git is in what it was asked for. */
export interface PatchesReading {
  /** It has written everything, or failed. */
  readonly isWritten: Promise<void>;
  /** Bytes that it wrote and that are kept until all is ready. */
  readonly waiting: () => number;
  readonly read: Promise<PatchesRead>;
}

/** What the commits of a slice brought in. Git is started before this returns. */
export function readPatches(
  repository: Repository,
  { input, how }: Slice,
  options: ReadPatchesOptions,
): PatchesReading {
  const { versions, ready, signal, onProgress } = options;
  const found = new Found();
  let bytes = 0;
  const take = (text: AddedText): void => {
    if (versions.isClean(text)) return;
    bytes += text.bytes.length;
    const findings = scanText({ path: text.path, bytes: text.bytes }, options);
    versions.add(text, findings.length === 0);
    for (const finding of findings) found.add(place(finding, text));
  };
  const args = [...settings, 'log', ...patch, ...how, '--stdin'];
  let waiting: Buffer[] | undefined = [];
  const add = (chunk: Buffer): void => {
    patches.add(chunk);
    onProgress?.(patches.commits);
  };
  const streaming = gitStream(args, { gitDir: repository.gitDir, input, signal }, (chunk) => {
    if (waiting === undefined) add(chunk);
    else waiting.push(chunk);
  });
  const patches = new PatchReader(take);
  const isWritten = streaming.catch(() => {});
  const read = async (): Promise<PatchesRead> => {
    let gap: string | undefined;
    try {
      await ready;
      waiting?.forEach(add);
      waiting = undefined;
      await streaming;
      patches.end();
      bytes += await scanBinaries(repository, patches.binaries, { ...options, versions, found });
    } catch (error) {
      gap = gapBehind(error);
    }
    const { commits, octopuses, parents } = patches;
    return { found: found.all(), commits, bytes, octopuses, parents, gap };
  };
  return {
    isWritten,
    waiting: () => waiting?.reduce((sum, { length }) => sum + length, 0) ?? 0,
    read: read(),
  };
}

/** A broken object hides what is behind it, not what was seen before it. @throws every other error */
export function gapBehind(error: unknown): string {
  if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_GIT_FAILED')) throw error;
  return `${error.message}: what stands before that commit was not read`;
}

function place(finding: SecretFinding, { commit, date, path, lineAt }: AddedText): PlacedFinding {
  const line = lineAt(finding.offset);
  return { ...finding, path, line, endLine: line + finding.endLine - finding.line, surface: 'history', commit, date };
}
