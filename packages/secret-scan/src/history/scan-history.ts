import { isCdevError } from '@cdev/core/errors';
import type { Repository } from '@cdev/git';
import type { SecretFinding } from '../finding.ts';
import type { PlacedFinding } from '../report/group-secrets.ts';
import { scanText, type ScanTextOptions } from '../scan-text.ts';
import { openEngine } from '../engine/scan-bytes.ts';
import { engineVersion } from '../engine/engine-version-at-build.ts';
import { rulesVersion } from '../user-rules/rule-file.ts';
import { addCleanBlobs, readCleanBlobs } from './clean-blobs.ts';
import { fetchLacking } from './fetch-lacking.ts';
import { Found } from './found.ts';
import { gitStream } from './git-stream.ts';
import { readHistoryCache, writeHistoryCache } from './history-cache.ts';
import { danglingCommits, existing, gapsOf, reachable, tipsOf } from './history-commits.ts';
import { commitFormat, PatchReader, type AddedText } from './patch-reader.ts';
import { scanBinaries } from './scan-binaries.ts';
import { Versions } from './versions.ts';

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
  /** Of what was read now. */
  readonly bytes: number;
  /** Versions of files that were looked at now, and those in which nothing was found before, under whatever commit. */
  readonly files: number;
  readonly rememberedFiles: number;
  /** Why not everything was seen, one sentence each; empty when everything was. */
  readonly gaps: readonly string[];
  /** Why what was remembered could not be used: "is broken". */
  readonly discarded?: string | undefined;
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
  const engine = engineVersion + rulesVersion(options.rules);
  const { cache, discarded } = usesCache && !refresh ? await readHistoryCache(repository.commonDir, engine) : {};
  const [tips, known] = await Promise.all([
    tipsOf(cwd, signal),
    since === undefined ? existing(cwd, cache?.tips ?? [], signal) : [since],
  ]);
  const extra = unreachable ? await danglingCommits(cwd, signal) : [];
  const found = new Found();
  const gaps: string[] = [...gapsOf(repository)];
  const range = `${[...tips, ...extra].join('\n')}\n${known.map((tip) => `^${tip}\n`).join('')}`;
  // Commits are the first gate: what no new one leads to need not be asked about version by version.
  const isNew = [...tips, ...extra].some((tip) => !known.includes(tip));
  const usesBlobs = isNew && options.reveal !== true;
  let forgotten: string | undefined;
  let versions = new Versions(new Set());
  let commits = 0;
  let bytes = 0;
  const take = (text: AddedText): void => {
    if (versions.isClean(text)) return;
    bytes += text.bytes.length;
    const findings = scanText({ path: text.path, bytes: text.bytes }, options);
    versions.add(text, findings.length === 0);
    for (const finding of findings) found.add(place(finding, text));
  };
  const read = async (merges: readonly string[], input: string): Promise<PatchReader> => {
    const patches = new PatchReader(take);
    await gitStream(
      [...settings, 'log', ...patch, ...merges, '--stdin'],
      { gitDir: repository.gitDir, input, signal },
      (chunk) => {
        patches.add(chunk);
        options.onProgress?.(Math.max(commits, patches.commits));
      },
    );
    patches.end();
    bytes += await scanBinaries(repository, patches.binaries, { ...options, versions, found });
    return patches;
  };
  const readAll = async (): Promise<void> => {
    try {
      const [lacking, clean] = await Promise.all([
        fetchLacking(repository, range, signal),
        usesBlobs && !refresh ? readCleanBlobs(repository.commonDir, engine) : undefined,
      ]);
      if (clean !== undefined) versions = new Versions(clean.keys);
      forgotten = clean?.discarded;
      if (lacking !== undefined) gaps.push(lacking);
      // Ordinary commits against their parent, and merges against what git itself would have merged, in one walk.
      const all = await read(['--remerge-diff'], range);
      commits = all.commits;
      // git does not merge more than two again: they are shown against each parent.
      if (all.octopuses.length > 0) await read(['--no-walk', '-m'], `${all.octopuses.join('\n')}\n`);
    } catch (error) {
      // A broken object hides what is behind it, not what was seen before it.
      if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_GIT_FAILED')) throw error;
      gaps.push(`${error.message}: what stands before that commit was not read`);
    }
  };
  if (known.length === 0) openEngine().sieve.hurry();
  const [remembered] = await Promise.all([
    cache === undefined ? [] : reachable(cwd, { ...cache, known }, tips, signal),
    isNew && readAll(),
  ]);
  const all = [...remembered, ...found.all()];
  const rememberedCommits = known.length > 0 ? (cache?.commits ?? 0) : 0;
  if (usesCache && gaps.length === 0)
    await writeHistoryCache(repository.commonDir, {
      schemaVersion: 2,
      engine,
      tips,
      findings: all,
      commits: rememberedCommits + commits,
    });
  if (usesBlobs) await addCleanBlobs(repository.commonDir, engine, versions.fresh());
  return {
    findings: firstOfEach(all),
    commits,
    rememberedCommits,
    bytes,
    files: versions.read,
    rememberedFiles: versions.remembered,
    gaps,
    discarded: discarded ?? forgotten,
  };
}

/** Of a secret in a file the first commit that had it is told. */
function firstOfEach(findings: readonly PlacedFinding[]): PlacedFinding[] {
  const first = new Map<string, PlacedFinding>();
  for (const finding of findings) {
    const key = `${finding.secretId} ${finding.path}`;
    const known = first.get(key);
    // The log goes backwards: of two of the same second the later one in the list is the earlier one.
    if (known === undefined || timeOf(finding) <= timeOf(known)) first.set(key, finding);
  }
  return [...first.values()];
}

function timeOf({ date = '' }: PlacedFinding): number {
  return Date.parse(date) || 0;
}

function place(finding: SecretFinding, { commit, date, path, lineAt }: AddedText): PlacedFinding {
  const line = lineAt(finding.offset);
  return { ...finding, path, line, endLine: line + finding.endLine - finding.line, surface: 'history', commit, date };
}
