import type { FencePlace } from '@cdev/agent-fleet/remote';
import { commitTree, git, listRefs, type GitPlace } from '@cdev/git';
import { attemptRef, keeper, push } from './fleet-remote.ts';

/** What an attempt has left at the remote. */
export interface AttemptRecord {
  readonly attempt: number;
  /** `at-work` until it has ended. */
  readonly verdict: string;
  readonly tokens: number;
  readonly cost: number;
  /** The snapshot, or the commit, that holds its work; undefined when it had none. */
  readonly work: string | undefined;
  /** Whether that is in no commit of the agent. */
  readonly isSnapshot: boolean;
}

export interface RecordedAttempt {
  readonly run: string;
  readonly task: string;
}

/**
 * Puts the record on the attempt's own ref, in place of the one before. It carries the work, and what was set aside of it, as parents, so one push brings all.
 * @param aside the commits of what was set aside: it is in no commit of the agent, and its repository goes
 */
export async function pushRecord(
  place: FencePlace,
  task: RecordedAttempt,
  { attempt, verdict, tokens, cost, work, isSnapshot }: AttemptRecord,
  aside: readonly string[],
): Promise<void> {
  const lines = [
    `Cdev-Verdict: ${verdict}`,
    `Cdev-Tokens: ${tokens}`,
    `Cdev-Cost: ${cost}`,
    `Cdev-Work: ${work === undefined ? 'none' : isSnapshot ? 'snapshot' : 'commit'}`,
  ];
  const tree = (await git(place.repository, ['mktree'], { input: '', isQuestion: true })).stdout.trim();
  const message = `Attempt ${attempt} of ${task.run} ${task.task}\n\n${lines.join('\n')}\n`;
  const parents = [...new Set([...(work === undefined ? [] : [work]), ...aside])];
  const commit = await commitTree(place.repository, { tree, parents, message, author: keeper, committer: keeper });
  await push(place, [`+${commit}:${attemptRef({ ...task, attempt })}`]);
}

/** The records of a task's attempts that are in this repository, the oldest first. */
export async function readRecords(repository: GitPlace, task: RecordedAttempt): Promise<readonly AttemptRecord[]> {
  const refs = await listRefs(repository, attemptRef({ ...task, attempt: '*' }).slice(0, -1));
  const records = await Promise.all(refs.map(({ name, oid }) => readRecord(repository, name, oid)));
  return records.toSorted((one, other) => one.attempt - other.attempt);
}

async function readRecord(repository: GitPlace, name: string, oid: string): Promise<AttemptRecord> {
  const { stdout } = await git(repository, ['cat-file', 'commit', oid], { isQuestion: true });
  const trailer = (key: string): string | undefined => new RegExp(`^Cdev-${key}: (.+)$`, 'm').exec(stdout)?.[1];
  const first = /^parent (\w+)$/m.exec(stdout)?.[1];
  return {
    attempt: Number(name.slice(name.lastIndexOf('/') + 1)),
    verdict: trailer('Verdict') ?? 'at-work',
    tokens: Number(trailer('Tokens') ?? 0),
    cost: Number(trailer('Cost') ?? 0),
    // Without work the first is of what was set aside.
    work: trailer('Work') === 'none' ? undefined : first,
    isSnapshot: trailer('Work') === 'snapshot',
  };
}
