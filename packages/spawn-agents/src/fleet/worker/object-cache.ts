import { createHash } from 'node:crypto';
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import { git, withLock } from '@cdev/git';
import { isThere } from '../../attempt/is-there.ts';
import { fetchRefs, isHere } from '../fleet-remote.ts';

/** A clone without files that all attempts of this machine share: each has its objects, none has its refs. */
export interface ObjectCache {
  readonly folder: string;
  /** The bare repository. */
  readonly repository: string;
  readonly url: string;
  /** Blobs are fetched when a commit is first worked on. */
  readonly isPartial: boolean;
  /** Makes sure that the commit is here, with all its files; `ref` is what it is fetched by. */
  readonly bring: (commit: string, ref: string, options?: BringOptions) => Promise<void>;
  /** Refs of the remote under the same names; those that are not there are no failure when they end in `*`. */
  readonly fetch: (refs: readonly string[], signal?: AbortSignal) => Promise<void>;
}

export interface BringOptions {
  readonly signal?: AbortSignal | undefined;
  /** Default: its files too. */
  readonly files?: boolean | undefined;
}

/** Where the clone of a remote is below the cache's folder. */
export function cacheFolder(root: string, url: string): string {
  return join(root, createHash('sha256').update(url).digest('hex').slice(0, 16));
}

/** Clones once; a clone that was cut off is begun anew. Where the remote allows it, without the files of commits that nobody works on. */
export async function openCache(
  folder: string,
  { url, env, signal }: Pick<FencePlace, 'env' | 'signal'> & { readonly url: string },
): Promise<ObjectCache> {
  const repository = join(folder, 'repository.git');
  const lock = join(folder, 'fetch.lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const locked = <Result>(work: () => Promise<Result>): Promise<Result> =>
    withLock(lock, { what: 'the cache of the repository', waitLimit: longest, signal }, work);
  await locked(async () => {
    // Written last: what was cut off has it not.
    const mark = join(repository, 'cdev-complete');
    if (await isThere(mark)) return;
    await rm(repository, { recursive: true, force: true });
    const plain = [
      '--quiet',
      '--bare',
      '--no-tags',
      '--filter=blob:none',
      '-c',
      'gc.auto=0',
      '-c',
      'maintenance.auto=false',
    ];
    await git(folder, ['clone', ...plain, '--', url, repository], { env, signal, hooks: false });
    await appendFile(mark, '');
  });
  const isPartial = (await git(repository, ['config', '--get', 'remote.origin.promisor'], { allowFailure: true })).ok;
  const place = { repository, remote: url, env };
  return {
    folder,
    repository,
    url,
    isPartial,
    fetch: async (refs, ended) => {
      const options = { ...place, signal: ended };
      await locked(() =>
        fetchRefs(
          options,
          refs.map((ref) => `+${ref}:${ref}`),
        ),
      );
    },
    bring: async (commit, ref, { signal: ended, files = true } = {}) => {
      if (!(await isHere(repository, commit)))
        await locked(async () => {
          // Somebody else may have fetched it while the lock was waited for.
          if (!(await isHere(repository, commit))) await fetchRefs({ ...place, signal: ended }, [ref]);
        });
      if (isPartial && files) await locked(() => bringFiles({ ...place, signal: ended }, commit));
    },
  };
}

/** Milliseconds: a clone of a large repository takes as long as that. */
const longest = 60 * 60_000;

/** All blobs of a commit that are not here, in one request, as git itself asks for those it misses: one by one would take hours. */
async function bringFiles({ repository, remote, env, signal }: FencePlace, commit: string): Promise<void> {
  const { stdoutBytes } = await git(
    repository,
    ['rev-list', '--objects', '--no-object-names', '--missing=print', '--no-walk', commit],
    { isQuestion: true, signal },
  );
  const missing = new TextDecoder()
    .decode(stdoutBytes)
    .split('\n')
    .filter((line) => line.startsWith('?'))
    .map((line) => line.slice(1));
  if (missing.length === 0) return;
  const plain = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance', '--recurse-submodules=no'];
  const args = ['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', ...plain, '--filter=blob:none', '--stdin', remote];
  await git(repository, args, { input: missing.map((oid) => `${oid}\n`).join(''), env, signal });
}
