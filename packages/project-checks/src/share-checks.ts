import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import {
  commitTree,
  git,
  listFiles,
  readFilesAt,
  replaceInTree,
  resolveCommit,
  updateRef,
  withLock,
  type GitOptions,
  type Repository,
} from '@cdev/git';
import { checkKey, readCheckResult, writeCheckResult, type CheckCache } from './check-cache.ts';
import type { Check } from './run-checks.ts';
import { readEntry, writeEntry } from './shared-entry.ts';

/** A git remote in which machines share what has passed. */
export interface SharedChecks {
  /** Has the objects of what was fetched. */
  readonly repository: Repository;
  /** Name or URL. */
  readonly remote: string;
  readonly env?: GitOptions['env'];
  readonly signal?: AbortSignal | undefined;
  /** Told what was in the way: results that cannot be had or given are made here, and nothing fails by it. */
  readonly onProblem: (text: string) => void;
}

/** Checks of one tree, and where their results are kept here. */
export interface CheckedTree {
  readonly cache: CheckCache;
  readonly checks: readonly Check[];
}

/** Days after which a result is forgotten by whoever writes next. */
export const daysKept = 30;
/** Milliseconds for one talk with the remote: a check must not wait for one that hangs. */
const patience = 30_000;
/** Each time somebody else has moved the ref. */
const mostTries = 10;
const keeper = { name: 'cdev', email: 'cdev@localhost' };

/**
 * Sixteen refs: with one for each result, every push of anybody would be told of all of them (1.3 MB at 10,000).
 * A tree's checks are all in one, and two machines seldom want the same at the same moment.
 */
function refOf({ tree }: CheckCache): string {
  return `refs/cdev/checks/${tree.slice(0, 1)}`;
}

/**
 * Puts what other machines have found to pass into the stores of this one. Asks the remote once, and not at all when everything is known here.
 * @returns how many results came
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function takeCheckResults(shared: SharedChecks, wanted: readonly CheckedTree[]): Promise<number> {
  const missing = await pairs(wanted, async ({ cache, check }) => (await readCheckResult(cache, check)) === undefined);
  if (missing.length === 0) return 0;
  return carefully(shared, 'Results of checks on other machines could not be fetched', async () => {
    await fetchRefs(
      shared,
      missing.map(({ cache }) => refOf(cache)),
    );
    let count = 0;
    for (const pair of missing) if (await takeOne(shared, pair)) count += 1;
    return count;
  });
}

/**
 * Has other machines know what has passed here, by compare-and-swap on the ref of each tree; what was given before stays as it is.
 * @returns how many results went
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function giveCheckResults(shared: SharedChecks, passed: readonly CheckedTree[]): Promise<number> {
  const known = await pairs(passed, async ({ cache, check }) => (await readCheckResult(cache, check)) !== undefined);
  if (known.length === 0) return 0;
  return carefully(shared, 'Results of checks could not be given to other machines', async () => {
    let count = 0;
    const byRef = Map.groupBy(known, ({ cache }) => refOf(cache));
    await fetchRefs(shared, [...byRef.keys()]);
    for (const [ref, ofRef] of byRef) count += await give(shared, ref, ofRef);
    return count;
  });
}

interface Pair {
  readonly cache: CheckCache;
  readonly check: Check;
}

async function pairs(trees: readonly CheckedTree[], isWanted: (pair: Pair) => Promise<boolean>): Promise<Pair[]> {
  const all = trees.flatMap(({ cache, checks }) => checks.map((check) => ({ cache, check })));
  const answers = await Promise.all(all.map(isWanted));
  return all.filter((_, at) => answers[at]);
}

/** Others of this machine use the same refs. What fails is told, but for an interruption. */
async function carefully(shared: SharedChecks, what: string, work: () => Promise<number>): Promise<number> {
  const lock = join(shared.repository.commonDir, 'cdev', 'locks', 'shared-checks.lock');
  try {
    return await withLock(lock, { what: 'results of checks', waitLimit: patience, signal: shared.signal }, work);
  } catch (error) {
    if (!isCdevError(error) || shared.signal?.aborted === true) throw error;
    const lines = error.message.split('\n');
    shared.onProblem(`${what}: ${lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines[0] ?? ''}`);
    return 0;
  }
}

async function takeOne({ repository, onProblem }: SharedChecks, { cache, check }: Pair): Promise<boolean> {
  const files = await entriesOf({ repository }, cache, check);
  for (const [path, bytes] of files) {
    const result = readEntry(new TextDecoder().decode(bytes), cache, check);
    if (result !== undefined) {
      await writeCheckResult(cache, check, result);
      return true;
    }
    onProblem(`A shared result of ${check.name} is damaged and is left out: ${refOf(cache)}:${path}`);
  }
  return false;
}

/** What the ref says of a check, the newest first. */
async function entriesOf(
  { repository }: Pick<SharedChecks, 'repository'>,
  cache: CheckCache,
  check: Check,
): Promise<readonly (readonly [string, Uint8Array])[]> {
  const at = await resolveCommit(repository, refOf(cache));
  if (at === undefined) return [];
  const key = checkKey(cache, check);
  const paths = (await listFiles(repository, at)).filter((path) => path.endsWith(`/${key}`)).toReversed();
  const files = paths.length === 0 ? new Map<string, Uint8Array>() : await readFilesAt(repository, at, paths);
  return paths.map((path) => [path, files.get(path) ?? new Uint8Array()]);
}

async function give(shared: SharedChecks, ref: string, known: readonly Pair[]): Promise<number> {
  const { repository } = shared;
  for (let tries = 1; ; tries += 1) {
    const before = await resolveCommit(repository, ref);
    const fresh: Pair[] = [];
    for (const pair of known) {
      const entries = await entriesOf(shared, pair.cache, pair.check);
      const isThere = ([, bytes]: readonly [string, Uint8Array]): boolean =>
        readEntry(new TextDecoder().decode(bytes), pair.cache, pair.check) !== undefined;
      if (!entries.some(isThere)) fresh.push(pair);
    }
    if (fresh.length === 0) return 0;
    const commit = await writeResults(shared, before, fresh);
    const lease = `--force-with-lease=${ref}:${before ?? ''}`;
    try {
      await talk(shared, ['push', '--quiet', '--no-verify', lease, '--', shared.remote, `${commit}:${ref}`]);
      await updateRef(repository, { ref, to: commit, from: before });
      return fresh.length;
    } catch (error) {
      if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
      await fetchRefs(shared, [ref]);
      // Nobody has moved it: the remote refuses for another reason.
      if ((await resolveCommit(repository, ref)) === before || tries === mostTries) throw error;
    }
  }
}

async function writeResults(
  { repository }: SharedChecks,
  before: string | undefined,
  fresh: readonly Pair[],
): Promise<string> {
  const now = Date.now();
  const [today, oldest] = [day(now), day(now - daysKept * 24 * 60 * 60_000)];
  const old = before === undefined ? [] : (await listFiles(repository, before)).filter((path) => path < oldest);
  const added = await Promise.all(
    fresh.map(async ({ cache, check }) => {
      const result = await readCheckResult(cache, check);
      return result && { path: `${today}/${checkKey(cache, check)}`, content: writeEntry(cache, result) };
    }),
  );
  const changes = [...old.map((path) => ({ path, content: null })), ...added.filter((one) => one !== undefined)];
  const tree = await replaceInTree(repository, before, changes);
  // No parent: what is forgotten is to be gone, and a machine that is new here fetches no history.
  return commitTree(repository, {
    tree,
    parents: [],
    message: 'Checks that passed',
    author: keeper,
    committer: keeper,
  });
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

async function fetchRefs(shared: SharedChecks, refs: readonly string[]): Promise<void> {
  // By patterns, as one that is not there is no failure then; what the remote has no more goes here too.
  const specs = [...new Set(refs)].map((ref) => `+${ref}*:${ref}*`);
  const plain = ['--quiet', '--no-tags', '--prune', '--no-write-fetch-head', '--no-auto-maintenance'];
  await talk(shared, ['fetch', ...plain, '--recurse-submodules=no', '--', shared.remote, ...specs]);
}

async function talk({ repository, env, signal }: SharedChecks, args: readonly string[]): Promise<void> {
  await git(repository, args, { env, signal, timeLimit: patience, hooks: false });
}
