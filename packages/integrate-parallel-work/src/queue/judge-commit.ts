import { readFile } from 'node:fs/promises';
import { isCdevError } from '@cdev/core/errors';
import { resolveTree } from '@cdev/git';
import type { Check, CheckRun } from '@cdev/project-checks';
import type { Candidate } from '../candidates/candidate.ts';
import type { ReportedAbsence } from '../report/integration-report.ts';
import type { Attempting } from './attempt-candidate.ts';
import { checkCommit } from './check-commit.ts';

export interface Judging {
  readonly candidate: Candidate;
  /** What it was merged on. */
  readonly tip: string;
  readonly commit: string;
  readonly tree: string;
  /** What it has to pass, the quick ones first. */
  readonly checks: readonly Check[];
  readonly tell: (what: string) => void;
  /** Ends its test: the outcome is of no use any more. */
  readonly stop?: AbortSignal | undefined;
}

export interface PassedChecks {
  readonly runs: readonly CheckRun[];
  readonly flaky: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

type Failure = Pick<ReportedAbsence, 'reason' | 'tail' | 'log'>;

/**
 * Whether the commit passes the plan's checks. What fails is run once more, because a test may fail by chance; a check that did not take place
 * is not. What failed twice and fails without the candidate too is said to do so. Runs of an integration that was interrupted count.
 */
export async function judgeCommit(
  attempting: Attempting,
  judging: Judging,
  { failed: failedBefore = 0 }: { readonly failed?: number } = {},
): Promise<PassedChecks | Failure> {
  const started = performance.now();
  const known = await knownEnd(attempting, judging.commit);
  if (known) return failedTwice(attempting, judging, known);
  for (let failures = failuresOf(attempting, judging.commit) + failedBefore; ; failures += 1) {
    if (failures === 1) judging.tell('failed, once more');
    const runs = await run(attempting, judging);
    if ('reason' in runs) return runs;
    const failed = runs.find(({ status }) => status !== 'passed');
    // An older journal does not say how it failed the second time: this run only tells that again.
    if (!failed || failures < 2) await record(attempting, judging, { runs, failed });
    if (!failed) return passed(runs, failures > 0, started);
    if (failed.status === 'not-run')
      return failure(attempting, failed, `check "${failed.name}" was not run: ${failed.reason}`);
    judging.tell(`${failed.name} ${wordOf(failed)}`);
    if (failures > 0) return failedTwice(attempting, judging, { ...failed, why: wordOf(failed) });
  }
}

/** How often the commit failed before an interruption. */
export function failuresOf({ open }: Attempting, commit: string): number {
  return open?.checks.filter((check) => check.commit === commit && !check.passed).length ?? 0;
}

/**
 * Whether the commit passes in one run, which is remembered in the journal. Undefined: it does not, or it was not run; the reason is found out
 * when somebody is to be blamed.
 */
export async function testCommit(
  attempting: Attempting,
  judging: Judging,
): Promise<PassedChecks | 'stopped' | undefined> {
  const started = performance.now();
  const runs = await run(attempting, judging).catch((error: unknown) => {
    const isStopped = judging.stop?.aborted === true && !attempting.context.signal.aborted;
    if (isStopped && isCdevError(error, 'CDEV_E_SUBPROCESS_CANCELLED')) return undefined;
    throw error;
  });
  if (runs === undefined) {
    const text = 'Its test was ended: the outcome of another had made it needless';
    await attempting.integration.journal.append({ type: 'note', agent: judging.candidate.agent.id, text });
    return 'stopped';
  }
  if ('reason' in runs) return undefined;
  const failed = runs.find(({ status }) => status !== 'passed');
  await record(attempting, judging, { runs, failed });
  if (failed === undefined) return passed(runs, false, started);
  judging.tell(`${failed.name} ${wordOf(failed)}`);
  return undefined;
}

type FailedCheck = Pick<CheckRun, 'name' | 'tail' | 'log'> & { readonly why: string };

/** Cut off between the second failure and its consequence: how that ended, by the journal and its log. */
async function knownEnd({ open }: Attempting, commit: string): Promise<FailedCheck | undefined> {
  const failures = (open?.checks ?? []).filter((check) => check.commit === commit && !check.passed);
  const { check: name, why, log } = failures.at(-1) ?? {};
  if (failures.length < 2 || name === undefined || why === undefined) return undefined;
  const output = log === undefined ? '' : await readFile(log, 'utf8').catch(() => '');
  // The first line is the command.
  const tail = output.trimEnd().split('\n').slice(1).slice(-30).join('\n');
  return { name, why, tail, log };
}

async function failedTwice(attempting: Attempting, judging: Judging, failed: FailedCheck): Promise<Failure> {
  const isOlder = judging.tip === attempting.from && (await failsBefore(attempting, judging, failed));
  const without = isOlder ? `; it does so on ${attempting.integration.target} without it too` : '';
  return failure(attempting, failed, `check "${failed.name}" ${failed.why} twice${without}`);
}

function wordOf({ status, reason }: CheckRun): string {
  return status === 'timed-out' ? `took too long (${reason})` : `failed (${reason})`;
}

function passed(runs: readonly CheckRun[], flaky: boolean, started: number): PassedChecks {
  return { runs, flaky, duration: Math.round(performance.now() - started) };
}

/** Places in the worktree are named from its top, as they are in the repository. */
function failure({ benches }: Attempting, { tail, log }: Pick<CheckRun, 'tail' | 'log'>, reason: string): Failure {
  const named = benches
    .paths()
    .reduce((text, path) => text.replaceAll(`file://${path}/`, '').replaceAll(`${path}/`, ''), tail);
  return { reason, tail: named, ...(log !== undefined && { log }) };
}

/** Ejected for this very commit before an interruption: it need not fail a third time. */
export function knownFailure(
  { open }: Attempting,
  { item: { candidate }, commit }: { readonly item: Pick<Judging, 'candidate'>; readonly commit: string },
): Failure | undefined {
  const known = open?.decisions.get(candidate.agent.id);
  if (known?.kind !== 'ejected' || known.tip !== candidate.tip) return undefined;
  const hasFailed = open?.checks.some((check) => check.commit === commit && !check.passed);
  return hasFailed ? { reason: known.reason, ...(known.log !== undefined && { log: known.log }) } : undefined;
}

async function run(
  { integration, benches, context }: Attempting,
  { candidate, commit, tree, checks, tell, stop }: Judging,
): Promise<readonly CheckRun[] | Failure> {
  const onStart = ({ name }: { readonly name: string }): void => tell(name);
  try {
    return await checkCommit(integration, {
      benches,
      commit,
      tree,
      stop,
      checks,
      name: candidate.agent.id,
      context,
      onStart,
    });
  } catch (error) {
    if (!isCdevError(error) || !notInstalled.has(error.code)) throw error;
    return { reason: `its dependencies could not be installed (${error.code})`, tail: error.message };
  }
}

const notInstalled = new Set(['CDEV_E_WORKSPACE_INSTALL_FAILED', 'CDEV_E_SUBPROCESS_TOOL_MISSING']);

/** Writes the outcome into the journal; nothing when there was nothing to run. */
async function record(
  { journal }: Attempting,
  { candidate, commit }: Judging,
  { runs, failed }: { readonly runs: readonly CheckRun[]; readonly failed: CheckRun | undefined },
): Promise<void> {
  if (runs.length === 0) return;
  await journal.candidateChecked({
    agent: candidate.agent.id,
    commit,
    passed: failed === undefined,
    ...(failed && { check: failed.name, why: wordOf(failed) }),
    ...(failed?.log !== undefined && { log: failed.log }),
    duration: runs.reduce((sum, { duration, cached }) => sum + (cached ? 0 : duration), 0),
  });
}

async function failsBefore(attempting: Attempting, judging: Judging, failed: FailedCheck): Promise<boolean> {
  const { integration, benches, context, from } = attempting;
  judging.tell(`${failed.name} on ${integration.target} without it`);
  const runs = await checkCommit(integration, {
    benches,
    commit: from,
    tree: await resolveTree(integration.repository, from),
    checks: judging.checks.filter(({ name }) => name === failed.name),
    name: integration.target.replaceAll('/', '-'),
    context,
    onStart: () => {},
  });
  return runs.some(({ status }) => status !== 'passed');
}
