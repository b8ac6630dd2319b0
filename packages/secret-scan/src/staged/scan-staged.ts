import { readBlobs, renamedFiles, type FormerFile, type GitPlace } from '@cdev/git';
import { openEngine } from '../engine/scan-bytes.ts';
import type { SecretFinding } from '../finding.ts';
import { isNullObjectId } from '../null-object-id.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { isOpaque, unknownForm, type SkippedFile } from '../tree/scan-files.ts';
import { listStaged, type StagedFile } from './list-staged.ts';

export interface ScanStagedOptions extends ScanTextOptions {
  /** A revision to compare the index with. Default: HEAD, or nothing before the first commit. */
  readonly base?: string | undefined;
  /** The index that is looked at, absolute. Default: the repository's own. */
  readonly index?: string | undefined;
  /** What `listStaged` was asked for before, so that git looks while the rest is made ready. */
  readonly files?: Promise<readonly StagedFile[]> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface StagedScan {
  /** Secrets that the next commit would bring in: those that the old version of the same file has are left out, also where it was renamed. */
  readonly findings: readonly SecretFinding[];
  /** What was not looked at, and why. */
  readonly skipped: readonly SkippedFile[];
  readonly files: number;
  readonly bytes: number;
}

/** Larger blobs are not written by hand, and a hook has to be quick. */
const largest = 20_000_000;

/** Scans what is staged, from the blobs in the index and not from the files: mostly without a process, else by two short runs of git, whatever the size of the repository. */
export async function scanStaged(place: GitPlace, options: ScanStagedOptions = {}): Promise<StagedScan> {
  const asked = options.files ?? listStaged(place, options);
  // While git looks: it does so in a process of its own.
  void Promise.resolve().then(openEngine);
  const changes = await asked;
  const readable = changes.filter(({ path }) => !isOpaque(path));
  const contents = await readBlobs(
    place,
    readable.map(({ after }) => after),
  );
  const skipped: SkippedFile[] = changes.flatMap(({ path }) => {
    const reason = unknownForm(path);
    return reason === undefined ? [] : [{ path, reason }];
  });
  const found = readable.flatMap(({ path, before, after }) => {
    const bytes = contents.get(after);
    if (bytes === undefined || bytes.length > largest) {
      skipped.push({ path, reason: bytes ? `is larger than ${largest / 1e6} MB` : 'is broken in the repository' });
      return [];
    }
    const onGap = (reason: string): unknown => skipped.push({ path, reason });
    const findings = scanText({ path, bytes }, { ...options, onGap });
    return findings.length === 0 ? [] : [{ path, before, findings }];
  });
  // Asked only where it matters: a secret that only moved is not new.
  const hasNew = found.some(({ before }) => isNullObjectId(before));
  const { base = 'HEAD', index, signal } = options;
  const renamed = hasNew
    ? await renamedFiles(place, base, { in: 'index', index, signal })
    : new Map<string, FormerFile>();
  const oldOf = ({ path, before }: { path: string; before: string }): string => renamed.get(path)?.oid ?? before;
  const known = await readBlobs(
    place,
    found.map(oldOf).filter((id) => !isNullObjectId(id)),
  );
  const findings = found.flatMap(({ path, before, findings }) => {
    const bytes = known.get(oldOf({ path, before }));
    const old = new Set(bytes === undefined ? [] : scanText({ path, bytes }, options).map(({ secretId }) => secretId));
    return findings.filter(({ secretId }) => !old.has(secretId));
  });
  return {
    findings,
    skipped,
    files: changes.length,
    bytes: [...contents.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
