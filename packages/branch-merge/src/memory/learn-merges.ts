import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { integrationBranch } from '@cdev/agent-run';
import {
  git,
  type MergeConflict,
  mergeTrees,
  promisorRemote,
  readBlobs,
  readFilesAt,
  type Repository,
  writeFileAtomic,
} from '@cdev/git';
import { lockfileKind } from '@cdev/structured-merge';
import { oidsOf, textOf, textsOf } from '../conflict/file-text.ts';
import { decisionsIn, type ResolvedText } from './decisions-in.ts';
import type { RememberedDecision } from './remembered-decision.ts';
import { rememberDecisions } from './resolution-memory.ts';

/** The newest merges that are looked through, and for how long in one run; the next run goes on. */
const mostMerges = 100;
const timeLimit = 2000;
const mostBytes = 1_000_000;
const mostSeen = 1000;

interface PastMerge {
  readonly commit: string;
  readonly ours: string;
  readonly theirs: string;
  readonly at: string;
}

/**
 * Looks through the newest merge commits of all branches that have not been looked at: each merge is made again, and what its commit says
 * where that conflicts is remembered, whoever decided it and in whichever worktree.
 * @returns how many decisions are new.
 */
export async function learnMerges(repository: Repository, signal?: AbortSignal): Promise<number> {
  const { commonDir } = repository;
  const file = join(commonDir, 'cdev', 'resolutions', 'looked-at.json');
  const seen = await readSeen(file);
  const fresh = (await newestMerges(repository, signal)).filter(({ commit }) => !seen.includes(commit));
  // Where contents are fetched when they are asked for, past merges would be a download that nobody wanted.
  if (fresh.length === 0 || (await promisorRemote(repository)) !== undefined) return 0;
  const end = performance.now() + timeLimit;
  const looked: string[] = [];
  const decisions: RememberedDecision[] = [];
  for (const merge of fresh) {
    if (performance.now() > end) break;
    decisions.push(...(await decisionsOf(repository, merge, signal)));
    looked.push(merge.commit);
  }
  const count = await rememberDecisions(commonDir, decisions);
  await mkdir(dirname(file), { recursive: true });
  // Another writer's list may be lost by this: then these merges are looked at again, and say the same.
  const commits = [...looked, ...seen].slice(0, mostSeen);
  await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, commits })}\n`);
  return count;
}

async function readSeen(file: string): Promise<readonly string[]> {
  try {
    const { schemaVersion, commits } = JSON.parse(await readFile(file, 'utf8')) as {
      schemaVersion: unknown;
      commits: string[];
    };
    return schemaVersion === 1 && Array.isArray(commits) ? commits : [];
  } catch {
    return [];
  }
}

/** What a merge queue has in its worktrees it only tries. */
const tried = `--exclude=${integrationBranch('*')}*`;

async function newestMerges(repository: Repository, signal: AbortSignal | undefined): Promise<PastMerge[]> {
  // Not `git log`, which a user's settings make show signatures and more.
  const which = [tried, '--branches', '--min-parents=2', '--max-parents=2', `-n${mostMerges}`];
  const args = ['rev-list', ...which, '--no-commit-header', '--format=%H %P %cI'];
  const { stdoutBytes } = await git(repository, args, { isQuestion: true, signal });
  return stdoutBytes
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const [commit, ours, theirs, at] = line.split(' ');
      return commit && ours && theirs && at ? [{ commit, ours, theirs, at }] : [];
    });
}

async function decisionsOf(
  repository: Repository,
  { commit, ours, theirs, at }: PastMerge,
  signal: AbortSignal | undefined,
): Promise<RememberedDecision[]> {
  // A parent that is not there, as in a shallow clone, teaches nothing.
  const merged = await mergeTrees(repository, { ours, theirs, signal }).catch(() => undefined);
  signal?.throwIfAborted();
  const conflicts = merged?.conflicts.filter(isText) ?? [];
  if (conflicts.length === 0) return [];
  const texts = await textsIn(repository, commit, conflicts);
  return (await Promise.all(texts.map((text) => decisionsIn(text, { at, commit })))).flat();
}

function isText({ path, kind }: MergeConflict): boolean {
  return (kind === 'content' || kind === 'add/add') && lockfileKind(path) === undefined;
}

async function textsIn(
  repository: Repository,
  commit: string,
  conflicts: readonly MergeConflict[],
): Promise<ResolvedText[]> {
  const paths = conflicts.map(({ path }) => path);
  const [blobs, files] = await Promise.all([
    readBlobs(repository, oidsOf(conflicts)),
    readFilesAt(repository, commit, paths),
  ]);
  return conflicts.flatMap(({ path, ...sides }) => {
    const texts = textsOf(sides, blobs, mostBytes);
    const resolved = textOf(files.get(path), mostBytes);
    return texts === undefined || resolved === undefined ? [] : [{ path, ...texts, resolved }];
  });
}
