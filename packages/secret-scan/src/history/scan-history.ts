import { isCdevError } from '@cdev/core/errors';
import { git, readBlobs, type Repository } from '@cdev/git';
import type { SecretFinding } from '../finding.ts';
import type { PlacedFinding } from '../report/group-secrets.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { engineVersion } from '../engine/engine-version.ts';
import { rulesVersion } from '../user-rules/rule-file.ts';
import { gitStream } from './git-stream.ts';
import { readHistoryCache, writeHistoryCache } from './history-cache.ts';
import { isArchive, largestArchive } from '../archive/read-archive.ts';
import { isOpaque } from '../tree/scan-files.ts';
import { commitFormat, PatchReader, type AddedText, type BinaryVersion } from './patch-reader.ts';

export interface ScanHistoryOptions extends ScanTextOptions {
  /** Only commits that cannot be reached from here: a revision. Nothing is kept then. */
  readonly since?: string | undefined;
  /** Also what only the reflogs and nothing at all leads to: amended, reset and dropped commits. */
  readonly unreachable?: boolean | undefined;
  /** Read everything again. Default: what was read before is remembered in the git directory. */
  readonly refresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((commits: number) => void) | undefined;
}

export interface HistoryScan {
  readonly findings: readonly PlacedFinding[];
  /** Commits that were read now, and those whose result was remembered. */
  readonly commits: number;
  readonly rememberedCommits: number;
  readonly bytes: number;
  /** Why not everything was seen, one sentence each; empty when everything was. */
  readonly gaps: readonly string[];
}

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

/**
 * Everything that any commit ever brought in, over all branches, tags, remotes and stashes: what ordinary commits added, and what merges have
 * that none of their parents had. With `unreachable` also commits that no reference leads to.
 * @throws CDEV_E_SECRET_SCAN_GIT_FAILED, CDEV_E_GIT_*.
 */
export async function scanHistory(repository: Repository, options: ScanHistoryOptions = {}): Promise<HistoryScan> {
  const { since, unreachable = false, refresh = false, signal } = options;
  const cwd = repository.top ?? repository.gitDir;
  const usesCache = since === undefined && !unreachable && options.reveal !== true;
  const engine = engineVersion() + rulesVersion(options.rules);
  const cache = usesCache && !refresh ? await readHistoryCache(repository.commonDir, engine) : undefined;
  const tips = await tipsOf(cwd, signal);
  const known = since === undefined ? await existing(cwd, cache?.tips ?? [], signal) : [since];
  const extra = unreachable ? await danglingCommits(cwd, signal) : [];
  const found = new Found();
  const gaps: string[] = await gapsOf(cwd, signal);
  const range = `${[...tips, ...extra].join('\n')}\n${known.map((tip) => `^${tip}\n`).join('')}`;
  let commits = 0;
  let bytes = 0;
  const take = (text: AddedText): void => {
    bytes += text.bytes.length;
    for (const finding of scanText({ path: text.path, bytes: text.bytes }, options)) found.add(place(finding, text));
  };
  try {
    for (const part of tips.length + extra.length === 0 ? [] : parts) {
      const patches = new PatchReader(take);
      await gitStream(
        [...settings, 'log', ...patch, ...part, '--stdin'],
        { gitDir: repository.gitDir, input: range, signal },
        (chunk) => {
          patches.add(chunk);
          options.onProgress?.(commits + patches.commits);
        },
      );
      patches.end();
      commits += patches.commits;
      bytes += await scanBinaries(repository, patches.binaries, options, found);
    }
  } catch (error) {
    // A broken object hides what is behind it, not what was seen before it.
    if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_GIT_FAILED')) throw error;
    gaps.push(`${error.message}: what stands before that commit was not read`);
  }
  const all = merged(cache?.findings ?? [], found.all());
  const rememberedCommits = known.length > 0 ? (cache?.commits ?? 0) : 0;
  if (usesCache && gaps.length === 0)
    await writeHistoryCache(repository.commonDir, {
      schemaVersion: 1,
      engine,
      tips,
      findings: all,
      commits: rememberedCommits + commits,
    });
  return { findings: all, commits, rememberedCommits, bytes, gaps };
}

/** Ordinary commits against their parent; merges against what git itself would have merged; merges of more than two against each parent. */
const parts: readonly (readonly string[])[] = [
  ['--no-merges'],
  ['--merges', '--max-parents=2', '--remerge-diff'],
  ['--min-parents=3', '-m'],
];

/** The log goes backwards: what is kept of a secret in a file is the first commit that had it. */
class Found {
  readonly #byPlace = new Map<string, PlacedFinding>();

  add(finding: PlacedFinding): void {
    this.#byPlace.set(`${finding.secretId} ${finding.path}`, finding);
  }

  all(): PlacedFinding[] {
    return [...this.#byPlace.values()];
  }
}

/** Larger ones are pictures and programs. */
const largestBinary = 2_000_000;

/** UTF-16 is binary to git. */
async function scanBinaries(
  repository: Repository,
  binaries: readonly BinaryVersion[],
  options: ScanTextOptions,
  found: Found,
): Promise<number> {
  const readable = binaries.filter(({ path }) => !isOpaque(path));
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
      for (const finding of scanText({ path, bytes: content }, options))
        found.add({ ...finding, surface: 'history', commit, date });
    }
  }
  return bytes;
}

function place(finding: SecretFinding, { commit, date, path, lineAt }: AddedText): PlacedFinding {
  const line = lineAt(finding.offset);
  return { ...finding, path, line, endLine: line + finding.endLine - finding.line, surface: 'history', commit, date };
}

function merged(old: readonly PlacedFinding[], fresh: readonly PlacedFinding[]): PlacedFinding[] {
  const keys = new Set(old.map(({ secretId, path }) => `${secretId} ${path}`));
  return [...old, ...fresh.filter(({ secretId, path }) => !keys.has(`${secretId} ${path}`))];
}

async function tipsOf(cwd: string, signal: AbortSignal | undefined): Promise<string[]> {
  const { stdoutBytes } = await git(cwd, ['rev-list', '--all', '--no-walk', 'HEAD', '--ignore-missing'], {
    isQuestion: true,
    signal,
    allowFailure: true,
  });
  const head = stdoutBytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line !== '');
  if (head.length > 0) return [...new Set(head)];
  // Without a first commit HEAD leads nowhere; other branches may have some.
  const all = await git(cwd, ['rev-list', '--all', '--no-walk'], { isQuestion: true, signal });
  return [
    ...new Set(
      all.stdoutBytes
        .toString('latin1')
        .split('\n')
        .filter((line) => line !== ''),
    ),
  ];
}

/** Those that are still there: what was remembered may have been rewritten and collected. */
async function existing(cwd: string, ids: readonly string[], signal: AbortSignal | undefined): Promise<string[]> {
  if (ids.length === 0) return [];
  const { stdoutBytes } = await git(cwd, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
    isQuestion: true,
    signal,
    input: `${ids.join('\n')}\n`,
  });
  return stdoutBytes
    .toString('latin1')
    .split('\n')
    .flatMap((line) => (line.startsWith('commit ') ? [line.slice(7)] : []));
}

/** Commits of reflogs and those that nothing leads to, as far as they have not been collected. */
async function danglingCommits(cwd: string, signal: AbortSignal | undefined): Promise<string[]> {
  const reflog = await git(cwd, ['rev-list', '--reflog', '--no-walk', '--ignore-missing'], {
    isQuestion: true,
    signal,
    allowFailure: true,
  });
  const fsck = await git(cwd, ['fsck', '--unreachable', '--no-reflogs', '--no-progress', '--connectivity-only'], {
    isQuestion: true,
    signal,
    allowFailure: true,
  });
  const lost = [...fsck.stdoutBytes.toString('latin1').matchAll(/^unreachable commit ([0-9a-f]+)$/gm)].map(
    ([, id]) => id as string,
  );
  return [
    ...new Set([
      ...reflog.stdoutBytes
        .toString('latin1')
        .split('\n')
        .filter((line) => /^[0-9a-f]{40,}$/.test(line)),
      ...lost,
    ]),
  ];
}

async function gapsOf(cwd: string, signal: AbortSignal | undefined): Promise<string[]> {
  const { stdoutBytes } = await git(cwd, ['rev-parse', '--is-shallow-repository'], { isQuestion: true, signal });
  return stdoutBytes.toString('latin1').trim() === 'true'
    ? ['The clone is shallow: older commits are not here (git fetch --unshallow)']
    : [];
}
