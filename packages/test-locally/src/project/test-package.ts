import type { Inventory } from '@cdev/code-graph';
import type { RunnerCall } from '../runners/runner.ts';
import type { Manifest } from './manifest.ts';

/** A package of the repository, and how it is tested. */
export interface TestPackage {
  /** Its name, or its folder where it has none. */
  readonly name: string;
  /** From the top, with a slash at the end; empty at the top. */
  readonly path: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** Empty when nothing says how it is tested. */
  readonly calls: readonly RunnerCall[];
}

export interface TestProject {
  /** Top of the repository, or of the folder where there is none. Absolute. */
  readonly root: string;
  readonly inventory: Inventory;
  /** Deepest folder first, so that the first that contains a file is the file's own. */
  readonly packages: readonly TestPackage[];
}

/** The package that a path from the top lies in. */
export function packageOf({ packages }: TestProject, path: string): TestPackage | undefined {
  return packages.find((candidate) => path.startsWith(candidate.path));
}
