import type { RunEvent } from '@cdev/agent-run';
import { assertMovable, worktreeOf } from '@cdev/branch-merge';
import type { Context } from '@cdev/core/cli';
import { isDeepStrictEqual } from 'node:util';
import { isAncestor, requireCommit, status } from '@cdev/git';
import { findInOrder, type FoundInOrder } from './order/find-in-order.ts';
import type { OrderedAgent } from './order/order-candidates.ts';
import { forecastIntegration } from './forecast/forecast-integration.ts';
import { historyOf, type IntegrationHistory, type OpenIntegration } from './history.ts';
import type { Integration } from './integration.ts';
import type { IntegrateOptions } from './options.ts';
import type { Attempting } from './queue/attempt-candidate.ts';
import { goThrough } from './queue/go-through.ts';
import { journalOnce } from './queue/journal-once.ts';
import type { IntegrationReport, ReportedAbsence } from './report/integration-report.ts';
import { reportOf } from './report/report-of.ts';
import { finishInterrupted } from './target/finish-interrupted.ts';
import { land, type LandOptions } from './target/land.ts';
import { takeLease } from './target/push-target.ts';
import { createBenchPool } from './worktree/bench-pool.ts';
import { worktreePlace } from './worktree/integration-worktree.ts';

export interface Integrated {
  readonly report: IntegrationReport;
  /** The report's file. */
  readonly file: string;
  /** Of those that went into the queue; absent where an earlier call had done that. */
  readonly order?: readonly OrderedAgent[];
}

/** One integration, from where the target is now. */
export async function integrate(
  integration: Integration,
  options: IntegrateOptions,
  context: Context,
): Promise<Integrated> {
  const finished = await finishInterrupted(integration, options, context);
  if (finished) return finished;
  // What a push would fail on is said before the first test, and not after the last.
  const lease = await leaseFor(integration, options, context);
  const begun = await begin(integration, options, context);
  const started = performance.now();
  const { found, from, open } = begun;
  if (found.candidates.length === 0) return nothingToDo(integration, options, { ...begun, context, lease });
  const place = worktreePlace(integration, begun.events);
  const ejected: ReportedAbsence[] = [];
  const attempting: Attempting = {
    integration,
    strategy: options.strategy,
    benches: createBenchPool(integration, { ...place, start: from, signal: context.signal }),
    atOnce: options.atOnce,
    from,
    open,
    journal: journalOnce(integration.journal, open),
    context,
    onEjected: (absence) => ejected.push(absence),
  };
  const queue = await goThrough(attempting, found);
  const report = reportOf(integration, {
    options,
    begun,
    queue: queue.choices,
    to: queue.tip,
    merged: queue.merged,
    ejected,
    duration: performance.now() - started,
  });
  const landed = await land(integration, { report, options, context, place, candidates: found.candidates, lease });
  return { ...landed, order: found.order };
}

async function leaseFor(
  { repository, target: branch }: Integration,
  { push: remote, pullRequest }: IntegrateOptions,
  { signal }: Context,
): Promise<LandOptions['lease']> {
  if (remote === undefined || pullRequest) return undefined;
  return { tip: await takeLease(repository, { remote, branch, signal }) };
}

interface Begun {
  readonly events: readonly RunEvent[];
  readonly found: FoundInOrder;
  /** The target's commit. */
  readonly from: string;
  /** What an interrupted integration of just this has done already. */
  readonly open: OpenIntegration | undefined;
  readonly startedAt: string;
}

/** Looks at everything that could keep the end from being reached before the first test is run. */
async function begin(integration: Integration, options: IntegrateOptions, context: Context): Promise<Begun> {
  const { repository, target, journal } = integration;
  const events = await journal.read();
  const history = historyOf(events);
  const { progress, signal } = context;
  const from = await requireCommit(repository, `refs/heads/${target}`);
  const found = await findInOrder(integration, options, { events, history, targetTip: from, progress, signal });
  const startedAt = context.clock().toISOString();
  if (found.candidates.length === 0) return { events, found, from, open: undefined, startedAt };
  await assertLandable(integration, { options, found, from, context });
  const start = {
    target,
    from,
    strategy: options.strategy,
    order: found.candidates.map(({ agent }) => agent.id),
  };
  const open = withFailuresOf(integration.plan, sameAs(history, start));
  if (!open) await journal.append({ type: 'integration-started', ...start });
  return { events, found, from, open, startedAt: open?.startedAt ?? startedAt };
}

function sameAs(
  { open }: IntegrationHistory,
  start: Pick<OpenIntegration, 'target' | 'from' | 'strategy' | 'order'>,
): OpenIntegration | undefined {
  if (open === undefined) return undefined;
  const { target, from, strategy, order } = open;
  return isDeepStrictEqual({ target, from, strategy, order }, start) ? open : undefined;
}

/** What failed a check that is not asked for now has not failed. */
function withFailuresOf({ checks, agents }: Integration['plan'], open: OpenIntegration | undefined): typeof open {
  const names = new Set([...checks, ...agents.flatMap((agent) => agent.checks)].map(({ name }) => name));
  const counts = ({ check, passed }: OpenIntegration['checks'][number]): boolean =>
    passed || check === undefined || names.has(check);
  return open && { ...open, checks: open.checks.filter(counts) };
}

interface Landing {
  readonly options: IntegrateOptions;
  readonly found: FoundInOrder;
  readonly from: string;
  readonly context: Context;
}

/** Uncommitted changes in the way, and a question that nobody could answer, are said at once and not after the tests. */
async function assertLandable(integration: Integration, landing: Landing): Promise<void> {
  const { options, found, from, context } = landing;
  const { repository, target } = integration;
  if (options.pullRequest) return;
  if (!options.yes && !context.prompt.isInteractive) await context.prompt.confirm(`Move ${target} when all is tested?`);
  const worktree = await worktreeOf(repository, target);
  // A clean one has nothing to lose; what comes into it meanwhile is found when the target moves.
  if (worktree === undefined || (await status(worktree)).length === 0) return;
  const { signal } = context;
  const { to } = await forecastIntegration(integration, { ...found, strategy: options.strategy, from, signal });
  if (await isAncestor(repository, from, to)) await assertMovable(repository, { branch: target, from, to });
}

/** Everything is in already, or nobody has committed anything. What was asked for beside is done all the same. */
async function nothingToDo(
  integration: Integration,
  options: IntegrateOptions,
  { context, lease, ...begun }: Begun & Pick<LandOptions, 'context' | 'lease'>,
): Promise<Integrated> {
  const report = reportOf(integration, { options, begun, to: begun.from, merged: [], ejected: [], duration: 0 });
  const place = worktreePlace(integration, begun.events);
  return land(integration, { report, options, context, place, lease });
}
