/** What a deployment will do, from what the hosts were seen to have. */
export interface DeployPlan {
  readonly schemaVersion: 1;
  readonly action: 'deploy' | 'rollback';
  readonly project: string;
  readonly environment: string;
  readonly release: PlannedRelease;
  /** In the order of the deploy file. */
  readonly hosts: readonly PlannedHost[];
  /** Names of the hosts that are switched together, batch after batch. */
  readonly batches: readonly (readonly string[])[];
  readonly failureBudget: number;
  /** SHA-256 of what the deploy file says of the environment. */
  readonly configuration: string;
  /** SHA-256 over all of the above: equal digests mean equal deeds on an equal world. */
  readonly digest: string;
}

export interface PlannedRelease {
  /** `0007-3f2a91bc`: numbered in the order of making, then its name or the beginning of its digest. */
  readonly id: string;
  readonly digest: string;
  readonly files: number;
  readonly bytes: number;
}

export interface PlannedHost {
  readonly name: string;
  readonly address: string;
  readonly roles: readonly string[];
  /** `send` all, `link` what a release there has already, `present`, or `unreachable`. */
  readonly action: 'send' | 'link' | 'present' | 'unreachable';
  /** Why it is unreachable. */
  readonly reason?: string;
  /** The release that unchanged files are linked from. */
  readonly basis?: string;
  /** What `current` is; null for nothing. */
  readonly current: string | null;
  readonly fence: number;
  /** An earlier deployment that did not come to its end: `complete` it (it is this very release), or `return` to what was before. */
  readonly unfinished?: { readonly release: string; readonly previous: string; readonly deed: 'complete' | 'return' };
  /** Releases that are removed at the end. */
  readonly remove: readonly string[];
}

/** What is on the host before it is switched, and what it is taken back to; empty for nothing. */
export function previousOf({ current, unfinished }: PlannedHost): string {
  return unfinished ? unfinished.previous : (current ?? '');
}

/** Nothing would change anywhere. */
export function isEmptyPlan({ hosts, release }: DeployPlan): boolean {
  return hosts.every(({ current, unfinished }) => current === release.id && !unfinished);
}
