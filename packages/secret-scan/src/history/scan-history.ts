import type { Repository } from '@cdev/git';
import type { PlacedFinding } from '../report/group-secrets.ts';
import type { ScanTextOptions } from '../scan-text.ts';
import { engineVersion } from '../engine/engine-version-at-build.ts';
import { rulesVersion } from '../user-rules/rule-file.ts';
import { askHistory, rangeAfter, type HistoryOutset } from './ask-history.ts';
import { addCleanBlobs, noCleanBlobs, readCleanBlobs } from './clean-blobs.ts';
import { fetchLacking } from './fetch-lacking.ts';
import { ofEngine, unreadGaps, writeHistoryCache } from './history-cache.ts';
import { danglingTips, existing, gapsOf, reachable } from './history-commits.ts';
import type { PatchesRead } from './read-patches.ts';
import type { ReadToEndOptions } from './read-to-end.ts';
import { readSlices, slicesOf } from './read-slices.ts';
import { findingsById, scanObjects, type ScannedObject } from './scan-objects.ts';
import { rangeSlice, type BegunSlice } from './start-patches.ts';
import { Versions } from './versions.ts';

export interface ScanHistoryOptions extends ScanTextOptions {
  /** Only commits that cannot be reached from here: a revision. Nothing is kept then. */
  readonly since?: string | undefined;
  /** Also what only the reflogs and nothing at all leads to: amended, reset and dropped commits, files that were staged and no more. */
  readonly unreachable?: boolean | undefined;
  /** Read everything again. Default: what was read before is remembered in the git directory. */
  readonly refresh?: boolean | undefined;
  /** What `askHistory` gives, when it was asked for already. */
  readonly outset?: HistoryOutset | undefined;
  /** How many gits read a history that is not known yet. Default: as many as the machine has processors, four at most, and one for each 2,000 commits. */
  readonly gits?: number | undefined;
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

/**
 * Everything that any commit ever brought in, over all branches, tags, remotes and stashes: what ordinary commits added, and what merges have
 * that none of their parents had, and the messages of commits and tags. With `unreachable` also what no reference leads to.
 * @throws CDEV_E_SECRET_SCAN_GIT_FAILED, CDEV_E_GIT_*.
 */
export async function scanHistory(repository: Repository, options: ScanHistoryOptions = {}): Promise<HistoryScan> {
  const { since, unreachable = false, refresh = false, signal } = options;
  const usesCache = since === undefined && !unreachable && options.reveal !== true;
  const engine = engineVersion + rulesVersion(options.rules);
  const [{ tips, others, gap, remembered, remote, begun }, extra] = await Promise.all([
    options.outset ?? askHistory(repository, { refresh: refresh || !usesCache, signal }),
    unreachable ? danglingTips(repository, signal) : { tips: [], others: [] },
  ]);
  const { cache, discarded } = usesCache && !refresh ? ofEngine(remembered, engine) : {};
  const old = cache?.tips ?? [];
  // Tips may have been collected since: who is asked to end at one that is not there leaves it out. In a partial clone git would ask the remote for it.
  const there = remote === undefined ? old : await existing(repository, old, signal);
  const known = since === undefined ? there : [since];
  const gaps = new Set([...gapsOf(repository), ...(gap === undefined ? [] : [gap])]);
  const range = rangeAfter([...tips, ...extra.tips], known);
  // Commits are the first gate: what no new one leads to need not be asked about version by version.
  const isNew = [...tips, ...extra.tips].some((tip) => !known.includes(tip));
  const usesBlobs = isNew && options.reveal !== true;
  const versions = new Versions(() =>
    usesBlobs && !refresh ? readCleanBlobs(repository.commonDir, engine) : noCleanBlobs,
  );
  const reading = { ...options, versions };
  // What was begun goes on from what this very cache knows.
  const goesOn = isNew && cache !== undefined ? begun : undefined;
  if (goesOn === undefined) begun?.git.stop();
  const readAll = async (): Promise<readonly PatchesRead[]> => {
    if (goesOn !== undefined) return readBegun(repository, goesOn, { tips, known }, reading);
    const lacking = remote === undefined ? undefined : await fetchLacking(repository, remote, range, signal);
    if (lacking !== undefined) gaps.add(lacking);
    const slices =
      known.length === 0
        ? await slicesOf(repository, range, options)
        : [rangeSlice(repository, range, since === undefined)];
    // What was not given once is not asked for with each commit.
    return readSlices(repository, slices, { ...reading, goesOn: lacking === undefined });
  };
  const lone = [...others, ...extra.others];
  const [parts, { scanned, gaps: unseen }] = await Promise.all([
    isNew ? readAll() : [],
    scanObjects(repository, lone, { ...options, known: cache?.others }),
  ]);
  const remains = cache === undefined ? undefined : await reachable(repository, cache, { tips, parts }, signal);
  for (const each of [...unseen, ...parts.map((part) => part.gap)]) if (each !== undefined) gaps.add(each);
  const all = [...(remains?.findings ?? []), ...parts.flatMap(({ found }) => found)];
  const unread = [...(remains?.unread ?? []), ...parts.flatMap((part) => part.unread)];
  const commits = parts.reduce((sum, part) => sum + part.commits, 0);
  const rememberedCommits = remains?.isAny === true ? (cache?.commits ?? 0) : 0;
  await Promise.all([
    usesCache &&
      gaps.size === 0 &&
      writeHistoryCache(repository.commonDir, {
        schemaVersion: 3,
        engine,
        tips,
        findings: all,
        unread,
        others: findingsById(scanned),
        commits: rememberedCommits + commits,
      }),
    usesBlobs && addCleanBlobs(repository.commonDir, engine, { fresh: versions.fresh(), known: versions.open() }),
  ]);
  return {
    findings: firstOfEach([...all, ...foundIn(scanned, since, parts)]),
    commits,
    rememberedCommits,
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
    files: versions.read,
    rememberedFiles: versions.remembered,
    gaps: [...gaps, ...unreadGaps(unread)],
    discarded: discarded ?? versions.open().discarded,
  };
}

/** Of what has no commit: after a revision that are the tags of what came after it. */
function foundIn(
  scanned: ReadonlyMap<string, ScannedObject>,
  since: string | undefined,
  parts: readonly PatchesRead[],
): readonly PlacedFinding[] {
  const isNew = ({ target = '' }: ScannedObject): boolean =>
    since === undefined || (target !== since && parts.some(({ reached }) => reached.has(target)));
  return [...scanned.values()].filter(isNew).flatMap(({ findings }) => findings);
}

/** What is new, and what of it came after git had looked, or stands where it did not have to look. */
async function readBegun(
  repository: Repository,
  begun: BegunSlice,
  { tips, known }: { readonly tips: readonly string[]; readonly known: readonly string[] },
  options: ReadToEndOptions,
): Promise<readonly PatchesRead[]> {
  const parts = await readSlices(repository, [begun], options);
  const isSeen = (tip: string): boolean => known.includes(tip) || parts.some(({ reached }) => reached.has(tip));
  const unseen = tips.filter((tip) => !isSeen(tip));
  if (unseen.length === 0) return parts;
  const range = rangeAfter(unseen, [...known, ...tips.filter(isSeen)]);
  return [...parts, ...(await readSlices(repository, [rangeSlice(repository, range, true)], options))];
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
