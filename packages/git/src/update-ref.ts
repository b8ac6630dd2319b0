import { errors } from './errors.ts';
import { git, type GitPlace } from './git.ts';
import { failureOutput } from './failure-output.ts';
import { listRefs, type Ref } from './list-refs.ts';

export interface RefUpdate {
  /** Full name, `refs/…`. */
  readonly ref: string;
  /** Object id. */
  readonly to: string;
  /** What it must be at now; undefined: the ref must not exist yet. */
  readonly from: string | undefined;
  /** For the reflog. */
  readonly reason?: string | undefined;
}

/** Longer than git's own 0.1 s: with many agents on one repository, waiting is normal. */
const patience = ['-c', 'core.filesRefLockTimeout=5000', '-c', 'core.packedRefsTimeout=5000'];

/** Compare-and-swap. @throws CDEV_E_GIT_REF_MOVED (nothing is changed), CDEV_E_GIT_REF_REFUSED. */
export async function updateRef(place: GitPlace, { ref, to, from, reason }: RefUpdate): Promise<void> {
  const log = reason === undefined ? [] : ['-m', reason];
  await attempt(place, { ref, from, args: [...log, '--', ref, to, from ?? ''] });
}

/** Deletes the ref if it is at `from`; a ref that is not there is fine. @throws CDEV_E_GIT_REF_MOVED, CDEV_E_GIT_REF_REFUSED. */
export async function deleteRef(place: GitPlace, ref: string, from: string): Promise<void> {
  if ((await readRef(place, ref)) === undefined) return;
  try {
    await attempt(place, { ref, from, args: ['-d', '--', ref, from] });
  } catch (error) {
    // Somebody else deleted it meanwhile.
    if ((await readRef(place, ref)) !== undefined) throw error;
  }
}

/**
 * `<prefix>/<n>` with the next number that is free; the first is 1. Another process may take it meanwhile: create it by `updateRef`
 * with `from: undefined`, and ask again when that fails.
 */
export async function nextRef(place: GitPlace, prefix: string): Promise<string> {
  return nextName(prefix, await listRefs(place, prefix));
}

/** The next free number below the prefix, where these are all refs that are there. */
export function nextName(prefix: string, refs: readonly Ref[]): string {
  const folder = prefix.replace(/\/+$/, '');
  const numbers = refs.map(({ name }) => Number(name.slice(folder.length + 1))).filter(Number.isInteger);
  return `${folder}/${Math.max(0, ...numbers) + 1}`;
}

async function attempt(
  place: GitPlace,
  { ref, from, args }: { ref: string; from: string | undefined; args: readonly string[] },
): Promise<void> {
  try {
    // Refs of our own are bookkeeping: the user's hooks judge branches.
    await git(place, [...patience, 'update-ref', ...args], { hooks: !ref.startsWith('refs/cdev/') });
  } catch (error) {
    const found = await readRef(place, ref);
    if (found !== from)
      throw errors.make(
        'CDEV_E_GIT_REF_MOVED',
        { ref, expected: from ?? 'nothing', found: found ?? 'nothing' },
        { cause: error },
      );
    throw errors.make(
      'CDEV_E_GIT_REF_REFUSED',
      { ref, reason: failureOutput(error) || String(error) },
      { cause: error },
    );
  }
}

async function readRef(place: GitPlace, ref: string): Promise<string | undefined> {
  const args = ['show-ref', '--verify', '--hash', '--', ref];
  const { ok, stdout } = await git(place, args, { isQuestion: true, allowFailure: true });
  return ok ? stdout.trim() : undefined;
}
