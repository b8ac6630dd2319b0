import type { Deprecation } from '@cdev/script-catalogue';
import type { VersionsPlan } from './registry/plan-versions.ts';

/** What a change of stage came to, or would. */
export interface DeprecationReport {
  readonly script: string;
  readonly from: Deprecation['stage'] | undefined;
  readonly deprecation: Deprecation | undefined;
  readonly status: 'done' | 'planned' | 'already';
  /** Relative to the root of the workspace. */
  readonly files: readonly { readonly file: string; readonly diff: string }[];
  /** For the end, and for a withdrawal after it. */
  readonly registry: VersionsPlan | undefined;
}
