import type { Fix } from '@cdev/file-fix';

export const profiles = ['weekly', 'monthly', 'quarterly'] as const;
export type Profile = (typeof profiles)[number];

export interface UpdateItem {
  readonly name: string;
  readonly from: string;
  /** Empty for what goes. */
  readonly to: string;
  /** Why, or what to look at. */
  readonly note?: string | undefined;
}

/** Changes that are made, tested and proposed together. */
export interface UpdateGroup {
  /** The last part of its branch: `dev-dependencies`, `major-left-pad`. */
  readonly name: string;
  readonly title: string;
  readonly risk: 'low' | 'medium' | 'high';
  readonly items: readonly UpdateItem[];
  /** Of files below the root of the workspace. */
  readonly fixes: readonly Fix[];
  /** Lines for the shell, behind the installation. */
  readonly commands: readonly string[];
  readonly install: 'no' | 'yes' | { readonly manager: string };
  /** The checks are run by this Node. */
  readonly node?: string | undefined;
  /** Names of publishable packages that ship what changes: they get a changeset. */
  readonly ships: readonly string[];
}
