import type { Bench } from '@cdev/workspace';
import type { Integration } from '../integration.ts';
import { numberedPlace, openWorktree, type WorktreePlace } from './integration-worktree.ts';

/** Worktrees in which trees are tested: made when there is work for one more at once, and then moved from commit to commit. */
export interface BenchPool {
  /** Lends one to the action and nobody else until it ends; it is chosen, or made, when the action takes it. */
  readonly lend: <Result>(action: (take: () => Promise<Bench>) => Promise<Result>) => Promise<Result>;
  /** Folders of those there are. */
  readonly paths: () => readonly string[];
}

export function createBenchPool(
  integration: Integration,
  place: WorktreePlace & { readonly start: string; readonly signal: AbortSignal },
): BenchPool {
  const paths: string[] = [];
  const free: Promise<Bench>[] = [];
  const make = (): Promise<Bench> => {
    const at = numberedPlace(place, paths.length + 1);
    paths.push(at.path);
    return openWorktree(integration, { ...place, ...at });
  };
  return {
    lend: async (action) => {
      let taken: Promise<Bench> | undefined;
      try {
        // The one that was used last has the newest files, and perhaps the dependencies.
        return await action(() => (taken ??= free.pop() ?? make()));
      } finally {
        if (taken !== undefined) free.push(taken);
      }
    },
    paths: () => paths,
  };
}
