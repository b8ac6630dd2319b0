import type { Inventory } from './inventory.ts';

export interface ReadInventoryOptions {
  /** Anything `git rev-parse` knows; without it the files on disk, untracked ones that are not ignored included. */
  readonly commit?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The files of the repository that `cwd` lies in, or of the folder `cwd` where there is no repository. */
export async function readInventory(_cwd: string, _options: ReadInventoryOptions = {}): Promise<Inventory> {
  throw new Error('not yet');
}
