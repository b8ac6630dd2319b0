import type { Log } from '@cdev/core/log';
import type { Repository } from '@cdev/git';
import { equipBench, placeCommit, restoreTracked, type Bench } from '@cdev/workspace';
import { checkCacheOf, readCheckResult } from './check-cache.ts';
import { runChecks, type Check, type CheckRun } from './run-checks.ts';
import { giveCheckResults, takeCheckResults, type SharedChecks } from './share-checks.ts';

export interface CheckCommitOptions {
  readonly repository: Repository;
  /** Where the commit is laid; asked for when a check has to be run. */
  readonly bench: () => Promise<Bench>;
  readonly commit: string;
  /** Its tree. */
  readonly tree: string;
  readonly checks: readonly Check[];
  readonly logFolder: string;
  /** Where results are kept on this machine; default: where all scripts of the repository have them. */
  readonly store?: string | undefined;
  /** A git remote through which other machines share results; without it none is asked. */
  readonly shared?: SharedChecks | undefined;
  /** Shell commands that are run in the bench once, before its first check. */
  readonly setup?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal: AbortSignal;
  /** Ends the check under way, with its whole process group, and starts no other; git at work in the bench is let finish. */
  readonly stop?: AbortSignal | undefined;
  readonly log: Log;
  readonly onStart?: ((check: Check) => void) | undefined;
}

/**
 * Runs the checks on exactly the files of the commit, where nobody works, up to the first that does not pass. One that has passed on this tree
 * before, in whatever commit and with `shared` on whatever machine, is not run again.
 * @throws CDEV_E_SUBPROCESS_CANCELLED, CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_WORKSPACE_SETUP_FAILED
 */
export async function checkCommit(options: CheckCommitOptions): Promise<readonly CheckRun[]> {
  const { repository, commit, tree, checks, logFolder, shared, env, signal, stop, onStart } = options;
  const own = checkCacheOf(repository, tree);
  const cache = { ...own, folder: options.store ?? own.folder };
  if (shared) await takeCheckResults(shared, [{ cache, checks }]);
  const runs: CheckRun[] = [];
  const ending = stop === undefined ? signal : AbortSignal.any([signal, stop]);
  let placed: Bench | undefined;
  const place = async (): Promise<Bench> => {
    if (placed !== undefined) {
      await restoreTracked(placed, signal);
      return placed;
    }
    const bench = await options.bench();
    await placeCommit(bench, commit, signal);
    await equipBench(bench, options);
    return (placed = bench);
  };
  for (const check of checks) {
    if (runs.some(({ status }) => status !== 'passed')) break;
    const known = await readCheckResult(cache, check);
    if (known) {
      runs.push({ ...known, name: check.name, cached: true });
      continue;
    }
    const { path: cwd } = await place();
    runs.push(...(await runChecks({ cwd, checks: [check], cache, logFolder, env, signal: ending, onStart })));
  }
  const isNew = ({ name }: Check): boolean =>
    runs.some((one) => one.name === name && one.status === 'passed' && !one.cached);
  if (shared) await giveCheckResults(shared, [{ cache, checks: checks.filter(isNew) }]);
  return runs;
}
