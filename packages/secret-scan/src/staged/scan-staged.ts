import { git, readBlobs, type GitPlace } from '@cdev/git';
import { openEngine } from '../engine/scan-bytes.ts';
import type { SecretFinding } from '../finding.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';

export interface ScanStagedOptions extends ScanTextOptions {
  /** A revision to compare the index with. Default: HEAD, or nothing before the first commit. */
  readonly base?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface StagedScan {
  /** Secrets that the next commit would bring in: those that the old version of the same file has are left out. */
  readonly findings: readonly SecretFinding[];
  readonly files: number;
  readonly bytes: number;
}

interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Larger blobs are not written by hand, and a hook has to be quick. */
const largest = 20_000_000;

/** Scans what is staged, from the blobs in the index and not from the files: two short runs of git, whatever the size of the repository. */
export async function scanStaged(place: GitPlace, options: ScanStagedOptions = {}): Promise<StagedScan> {
  const asked = stagedChanges(place, options);
  // While git looks: it does so in a process of its own.
  void Promise.resolve().then(openEngine);
  const changes = await asked;
  const contents = await readBlobs(
    place,
    changes.map(({ after }) => after),
  );
  const found = changes.flatMap(({ path, before, after }) => {
    const bytes = contents.get(after);
    const findings = bytes === undefined || bytes.length > largest ? [] : scanText({ path, bytes }, options);
    return findings.length === 0 ? [] : [{ path, before, findings }];
  });
  const known = await readBlobs(
    place,
    found.map(({ before }) => before).filter((id) => !isNothing(id)),
  );
  const findings = found.flatMap(({ path, before, findings }) => {
    const bytes = known.get(before);
    const old = new Set(bytes === undefined ? [] : scanText({ path, bytes }, options).map(({ secretId }) => secretId));
    return findings.filter(({ secretId }) => !old.has(secretId));
  });
  return {
    findings,
    files: changes.length,
    bytes: [...contents.values()].reduce((sum, { length }) => sum + length, 0),
  };
}

async function stagedChanges(place: GitPlace, { base = 'HEAD', signal }: ScanStagedOptions): Promise<Change[]> {
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--diff-filter=ACMT'];
  const answer = await git(place, [...args, base, '--'], { isQuestion: true, signal, allowFailure: true });
  if (answer.ok) return parseRaw(answer.stdoutBytes.toString('utf8'));
  // Before the first commit the whole index is new.
  const { stdoutBytes } = await git(place, ['ls-files', '-s', '-z', '--full-name', ':/'], { isQuestion: true, signal });
  return fieldsOf(stdoutBytes.toString('utf8')).flatMap((field) => {
    const [, mode, after, path] = /^(\d+) ([0-9a-f]+) \d\t([\s\S]*)$/.exec(field) ?? [];
    return mode?.startsWith('100') && after !== undefined && path !== undefined ? [{ path, before: '0', after }] : [];
  });
}

/** `:<mode> <mode> <id> <id> <letter>`, then the path. */
function parseRaw(text: string): Change[] {
  const fields = fieldsOf(text);
  const changes: Change[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', before = '', after = ''] = (fields[at] as string).split(' ');
    if (mode.startsWith('100')) changes.push({ path: fields[at + 1] as string, before, after });
  }
  return changes;
}

function fieldsOf(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}

function isNothing(id: string): boolean {
  return /^0+$/.test(id);
}
