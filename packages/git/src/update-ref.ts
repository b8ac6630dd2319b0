import type { GitPlace } from './git.ts';
export interface RefUpdate {
  /** Full name, `refs/…`. */
  readonly ref: string;
  /** Commit id. */
  readonly to: string;
  /** What it must be at now; undefined: the ref must not exist yet. */
  readonly from: string | undefined;
  /** For the reflog. */
  readonly reason?: string | undefined;
}
/** Compare-and-swap. @throws CDEV_E_GIT_REF_MOVED (nothing is changed), CDEV_E_GIT_REF_REFUSED. */
export async function updateRef(place: GitPlace, update: RefUpdate): Promise<void> {
  throw new Error('on its way');
}
/** Deletes the ref if it is at `from`; a ref that is not there is fine. @throws CDEV_E_GIT_REF_MOVED, CDEV_E_GIT_REF_REFUSED. */
export async function deleteRef(place: GitPlace, ref: string, from: string): Promise<void> {
  throw new Error('on its way');
}
/** `<prefix>/<n>` with the next number that is free; the first is 1. Another process may take it first: create it by `updateRef` with `from: undefined`. */
export async function nextRef(place: GitPlace, prefix: string): Promise<string> {
  throw new Error('on its way');
}
