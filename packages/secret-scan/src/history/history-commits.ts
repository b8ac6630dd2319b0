import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { git, type GitPlace, type Repository } from '@cdev/git';
import type { HistoryCache } from './history-cache.ts';
import type { PatchesRead } from './read-patches.ts';
import { unaltered } from './unaltered.ts';

/** What is left of what was remembered. */
export interface Reachable extends Pick<HistoryCache, 'findings' | 'unread'> {
  /** Whether any of the commits of then is there: a history that was made anew shares none. */
  readonly isAny: boolean;
}

/**
 * What was remembered, without what stands in commits that have been rewritten or dropped: nothing leads to them any more.
 * @param now where the history begins, and what was read of what is new: what was a tip mostly is a parent of that
 */
export async function reachable(
  place: GitPlace,
  { findings, unread, tips: old }: Pick<HistoryCache, 'findings' | 'unread' | 'tips'>,
  { tips, parts }: { readonly tips: readonly string[]; readonly parts: readonly Pick<PatchesRead, 'reached'>[] },
  signal: AbortSignal | undefined,
): Promise<Reachable> {
  const unseen = old.filter((tip) => !tips.includes(tip) && !parts.some(({ reached }) => reached.has(tip)));
  const known = await existing(place, unseen, signal);
  // Where all old tips lead to is still led to, nothing is lost; that is told by the few commits between.
  const isWhole = known.length === unseen.length && (await notReached(place, known, tips, ['-1'], signal)).length === 0;
  if (isWhole) return { findings, unread, isAny: old.length > 0 };
  const ids = [...new Set([...findings, ...unread].flatMap(({ commit }) => commit ?? []))];
  const there = await existing(place, ids, signal);
  const lost = new Set(await notReached(place, there, tips, [], signal));
  const kept = new Set(there.filter((id) => !lost.has(id)));
  const isKept = ({ commit }: { readonly commit?: string }): boolean => commit !== undefined && kept.has(commit);
  return {
    findings: findings.filter(isKept),
    unread: unread.filter(isKept),
    isAny: unseen.length < old.length || known.length > 0,
  };
}

/** Commits that `from` leads to and `tips` do not. */
async function notReached(
  place: GitPlace,
  from: readonly string[],
  tips: readonly string[],
  limit: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const added = from.filter((id) => !tips.includes(id));
  if (added.length === 0) return [];
  const input = `${added.join('\n')}\n${tips.map((tip) => `^${tip}\n`).join('')}`;
  const options = { isQuestion: true, signal, input, env: unaltered };
  const { stdoutBytes } = await git(place, ['rev-list', ...limit, '--stdin'], options);
  return linesOf(stdoutBytes);
}

export interface Tips {
  readonly tips: readonly string[];
  /** What references lead to that is no commit: annotated tags, and files and folders. */
  readonly others: readonly string[];
  /** Why not all of them are told. */
  readonly gap: string | undefined;
}

/** Where the history begins, going backwards: all references, HEAD, and `stashes`; and what else references lead to. */
export async function tipsOf(
  place: GitPlace,
  stashes: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Tips> {
  // Of what is no commit a filter of trees leaves only what references themselves lead to.
  const ask = ['--all', '--no-walk', '--objects', '--filter=tree:0', '--missing=print', '--ignore-missing', '--stdin'];
  const options = { isQuestion: true, signal, input: stashes.map((id) => `${id}\n`).join(''), env: unaltered };
  const tolerant = { ...options, allowFailure: true };
  const told = await git(place, ['rev-list', ...ask, 'HEAD'], tolerant);
  if (told.ok) return { ...tipsIn(told.stdoutBytes), gap: undefined };
  // Without a first commit HEAD leads nowhere; other branches may have some.
  const others = await git(place, ['rev-list', ...ask], tolerant);
  if (others.ok) return { ...tipsIn(others.stdoutBytes), gap: undefined };
  // In this order a reference that leads to nothing is passed over.
  const rest = await git(place, ['rev-list', '--ignore-missing', ...ask], options);
  const problem =
    others.stderr
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^fatal: /, '') ?? '';
  return { ...tipsIn(rest.stdoutBytes), gap: `Not every reference leads to a commit that is there (${problem})` };
}

/** A commit stands alone on its line, everything else has its name or none after a space, or a question mark before it where it is not here. */
function tipsIn(bytes: Buffer): Pick<Tips, 'tips' | 'others'> {
  const lines = [...new Set(linesOf(bytes))];
  const isOther = (line: string): boolean => /^\?| /.test(line);
  return {
    tips: lines.filter((line) => !isOther(line)),
    others: lines.filter(isOther).map((line) => line.replace(/^\?| .*$/g, '')),
  };
}

/** All that is stashed: only the newest has a reference, the others stand in its log. */
export async function stashesOf(repository: Repository, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const { commonDir } = repository;
  try {
    const log = readFileSync(join(commonDir, 'logs/refs/stash'), 'latin1');
    return [...log.matchAll(/^[0-9a-f]+ ([0-9a-f]+) /gm)].map(([, id]) => id as string);
  } catch {
    // Where references are kept in tables, so are their logs.
    if (!existsSync(join(commonDir, 'reftable'))) return [];
  }
  const options = { isQuestion: true, signal, allowFailure: true };
  const { ok, stdoutBytes } = await git(repository, ['rev-list', '--no-walk', '--walk-reflogs', 'refs/stash'], options);
  return ok ? linesOf(stdoutBytes) : [];
}

/** Of what git writes or is given line by line. */
export function linesOf(text: string | Buffer): string[] {
  return String(text)
    .split('\n')
    .filter((line) => line !== '');
}

/** Those that are still there: what was remembered may have been rewritten and collected. */
export async function existing(
  place: GitPlace,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { stdoutBytes } = await git(place, ['cat-file', '--batch-check=%(objecttype) %(objectname)'], {
    isQuestion: true,
    signal,
    input: `${ids.join('\n')}\n`,
  });
  return stdoutBytes
    .toString('latin1')
    .split('\n')
    .flatMap((line) => (line.startsWith('commit ') ? [line.slice(7)] : []));
}

/** What reflogs lead to and nothing at all does, as far as it has not been collected: a file that was staged and never committed is among it. */
export async function danglingTips(place: GitPlace, signal: AbortSignal | undefined): Promise<Omit<Tips, 'gap'>> {
  const options = { isQuestion: true, signal, allowFailure: true, env: unaltered };
  const [reflog, check] = await Promise.all([
    git(place, ['rev-list', '--reflog', '--no-walk', '--ignore-missing'], options),
    git(place, ['fsck', '--no-reflogs', '--no-progress', '--connectivity-only'], options),
  ]);
  const lost = [...check.stdoutBytes.toString('latin1').matchAll(/^dangling (\w+) ([0-9a-f]+)$/gm)];
  const lostCommits = lost.flatMap(([, type, id = '']) => (type === 'commit' ? [id] : []));
  return {
    tips: [...new Set([...linesOf(reflog.stdoutBytes).filter((line) => /^[0-9a-f]{40,}$/.test(line)), ...lostCommits])],
    others: lost.flatMap(([, type, id = '']) => (type === 'commit' ? [] : [id])),
  };
}

/** Why not the whole history is here. Git keeps the commits at which it is cut off in a file. */
export function gapsOf({ commonDir }: Repository): readonly string[] {
  const shallow = statSync(join(commonDir, 'shallow'), { throwIfNoEntry: false });
  return shallow !== undefined && shallow.size > 0
    ? ['The clone is shallow: older commits are not here (git fetch --unshallow)']
    : [];
}
