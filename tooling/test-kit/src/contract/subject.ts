import type { Script } from '@cdev/core/cli';
import type { Manifest } from '@cdev/repo-check';

/** A package with a bin, as its contract looks at it. */
export interface Subject {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly script: Script;
}
