import { commitMessage } from '@cdev/agent-run';
import { mergeBranches, type BranchMerge } from '@cdev/branch-merge';
import {
  byPath,
  commitsBetween,
  commitTree,
  readCommit,
  resolveTree,
  type Commit,
  type CommitTreeOptions,
} from '@cdev/git';
import type { Candidate } from '../candidates/candidate.ts';
import type { Integration } from '../integration.ts';
import type { IntegrationStrategy } from '../options.ts';

export interface MergedTree {
  readonly tip: string;
  readonly candidate: Candidate;
  /** The tree of both. */
  readonly tree: string;
  /** What git alone could not merge. */
  readonly resolved: readonly DecidedPath[];
}

export interface DecidedPath {
  readonly path: string;
  /** Whether something of it is as it was decided before; else it is by structure. */
  readonly isRemembered: boolean;
}

/** The paths of a merge that were decided, sorted by path. */
export function decidedPaths({ resolved, conflicts }: Pick<BranchMerge, 'resolved' | 'conflicts'>): DecidedPath[] {
  return [
    ...resolved.map(({ path, rule }) => ({ path, isRemembered: rule === 'memory' })),
    ...conflicts.map(({ path }) => ({ path, isRemembered: false })),
  ].sort(byPath);
}

/**
 * The commits that bring a candidate onto the tip, by the strategy. They are made of nothing but what the commits before them say, so that made
 * again after an interruption they are the same. @returns the last of them.
 */
export async function commitCandidate(
  integration: Integration,
  strategy: IntegrationStrategy,
  merged: MergedTree,
): Promise<string> {
  if (strategy === 'squash') return squash(integration, merged);
  if (strategy === 'rebase') return (await replay(integration, merged)) ?? squash(integration, merged);
  return mergeCommit(integration, merged);
}

/** A commit that comes to the target: signed where the user's are. */
function land(repository: Integration['repository'], options: CommitTreeOptions): Promise<string> {
  return commitTree(repository, { ...options, sign: true });
}

async function mergeCommit(integration: Integration, merged: MergedTree): Promise<string> {
  const { repository, plan } = integration;
  const { tip, candidate, tree, resolved } = merged;
  const { agent, tip: theirs } = candidate;
  const subject = `Merge ${agent.id}: ${agent.title.replaceAll(/\s+/g, ' ').trim()}`;
  const message = commitMessage({ plan, agentId: agent.id, message: subject + decidedText(resolved) });
  return land(repository, { tree, parents: [tip, theirs], message, time: await timeOf(integration, merged) });
}

function decidedText(resolved: readonly DecidedPath[]): string {
  const groups = [
    ['Decided by structure', resolved.filter(({ isRemembered }) => !isRemembered)],
    ['Decided as it was before', resolved.filter(({ isRemembered }) => isRemembered)],
  ] as const;
  const lines = groups.flatMap(([how, paths]) =>
    paths.length === 0 ? [] : [`${how}: ${paths.map(({ path }) => path).join(', ')}`],
  );
  return lines.length === 0 ? '' : `\n\n${lines.join('\n')}`;
}

async function squash(integration: Integration, merged: MergedTree): Promise<string> {
  const { repository, plan } = integration;
  const { tip, candidate, tree } = merged;
  const own = await ownCommits(integration, candidate);
  const [only] = own;
  const message = commitMessage({
    plan,
    agentId: candidate.agent.id,
    message: own.length === 1 && only ? messageOf(only) : undefined,
  });
  const { author } = candidate;
  return land(repository, { tree, parents: [tip], message, author, time: await timeOf(integration, merged) });
}

/**
 * The candidate's own commits one by one on the tip; what its merge commits decided goes into the last one. Undefined when one of them alone
 * does not go in, although all together do.
 */
async function replay(integration: Integration, { tip, candidate, tree }: MergedTree): Promise<string | undefined> {
  const { repository } = integration;
  const own = await ownCommits(integration, candidate);
  let on = tip;
  for (const [at, commit] of own.entries()) {
    const isLast = at === own.length - 1;
    const replayed = isLast ? tree : await pick(integration, commit, on);
    if (replayed === undefined) return undefined;
    // A commit that is in already leaves nothing behind.
    if (replayed === (await resolveTree(repository, on)) && !isLast) continue;
    const { author, time } = commit;
    on = await land(repository, { tree: replayed, parents: [on], message: messageOf(commit), author, time });
  }
  return own.length === 0 ? undefined : on;
}

async function pick({ repository, resolving }: Integration, commit: Commit, on: string): Promise<string | undefined> {
  const [base] = commit.parents;
  return (await mergeBranches({ ...resolving, cwd: repository, ours: on, theirs: commit.commit, base })).tree;
}

/** None when it is not known where they begin. */
async function ownCommits({ repository }: Integration, { base, tip }: Candidate): Promise<Commit[]> {
  if (base === undefined) return [];
  return (await commitsBetween(repository, base, tip)).filter(({ parents }) => parents.length < 2);
}

function messageOf({ subject, body }: Commit): string {
  return body === '' ? subject : `${subject}\n\n${body}`;
}

/** Not before what it stands on. */
async function timeOf({ repository }: Integration, { tip, candidate }: MergedTree): Promise<string> {
  const before = (await readCommit(repository.commonDir, tip)).time;
  return Date.parse(before) > Date.parse(candidate.time) ? before : candidate.time;
}
