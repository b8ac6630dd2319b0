import { commitTree, git, type GitOptions, type GitPlace } from '@cdev/git';
import type { ClaimReference } from '../fleet-engine.ts';

/** What the remote says of a task: `refs/cdev/fence/<run>/<task>` is at a commit without files whose message holds this. */
export interface Fence extends ClaimReference {
  readonly worker: string;
  /** Full name of the ref. */
  readonly ref: string;
  /** The commit that the ref is at. */
  readonly commit: string;
  /** What was promoted under it; then nothing else ever will be. */
  readonly promoted: string | undefined;
}

/** Where the fences are: a repository of this machine, and the remote (name or URL) as it knows it. */
export interface FencePlace {
  readonly repository: GitPlace;
  readonly remote: string;
  /** Added to the environment of git. */
  readonly env?: GitOptions['env'];
  readonly signal?: AbortSignal | undefined;
}

const identity = { name: 'cdev', email: 'cdev@localhost' };

/** A name of a run or task as a part of a ref: they hold `/` and `.`, which refs do not take everywhere. */
export function refName(name: string): string {
  return name.replace(
    /[^A-Za-z0-9_-]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

export function fenceRef({ run, task }: Pick<ClaimReference, 'run' | 'task'>): string {
  return `refs/cdev/fence/${refName(run)}/${refName(task)}`;
}

/** Asks the remote; undefined where the task was never claimed. */
export async function readFence(
  { repository, remote, env, signal }: FencePlace,
  reference: Pick<ClaimReference, 'run' | 'task'>,
): Promise<Fence | undefined> {
  const ref = fenceRef(reference);
  const options = { env, signal };
  const commit = await remoteRef({ repository, remote, env, signal }, ref);
  if (commit === undefined) return undefined;
  const isHere = await git(repository, ['cat-file', '-e', `${commit}^{commit}`], {
    isQuestion: true,
    allowFailure: true,
  });
  if (!isHere.ok) {
    // By the ref, as not every remote gives out commits by their id; if it moved meanwhile, the fence below is read again.
    await git(repository, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--', remote, ref], options);
  }
  const shown = await git(repository, ['cat-file', 'commit', commit], { isQuestion: true, allowFailure: true });
  if (!shown.ok) return readFence({ repository, remote, env, signal }, reference);
  const trailer = (name: string): string | undefined =>
    new RegExp(String.raw`^${name}: (.+)$`, 'm').exec(shown.stdout)?.[1];
  const attempt = Number(trailer('Cdev-Fence'));
  if (!Number.isInteger(attempt)) throw new TypeError(`${ref} of ${remote} is at ${commit}, which is no fence`);
  return {
    ...reference,
    ref,
    commit,
    attempt,
    worker: trailer('Cdev-Worker') ?? '',
    promoted: trailer('Cdev-Promoted'),
  };
}

/** Where a ref of the remote is; undefined where it is not there. */
export async function remoteRef(
  { repository, remote, env, signal }: FencePlace,
  ref: string,
): Promise<string | undefined> {
  const { stdout } = await git(repository, ['ls-remote', '--', remote, ref], { env, signal, isQuestion: true });
  // A pattern of ls-remote fits the end of a name, too.
  const line = stdout.split('\n').find((one) => one.endsWith(`\t${ref}`));
  return line?.split('\t')[0];
}

/** Makes the next commit of a fence; moves nothing. */
export async function writeFence(
  { repository }: FencePlace,
  { run, task, attempt, worker, promoted }: Omit<Fence, 'ref' | 'commit'>,
  before: Fence | undefined,
): Promise<Fence> {
  const tree = (await git(repository, ['mktree'], { input: '' })).stdout.trim();
  const lines = [
    `Cdev-Fence: ${attempt}`,
    `Cdev-Worker: ${worker}`,
    ...(promoted === undefined ? [] : [`Cdev-Promoted: ${promoted}`]),
  ];
  const message = `${promoted === undefined ? 'Claim' : 'Promotion by'} ${attempt} of ${run} ${task}\n\n${lines.join('\n')}\n`;
  const parents = before === undefined ? [] : [before.commit];
  const commit = await commitTree(repository, { tree, parents, message, author: identity, committer: identity });
  return { run, task, attempt, worker, promoted, ref: fenceRef({ run, task }), commit };
}
