import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { alertIssue, alertLine } from './alert/alert-text.ts';
import { changesBetween } from './alert/changes-between.ts';
import { requireWebhook, sendAlert } from './alert/send-alert.ts';
import { errors } from './errors.ts';
import { stateOf, type HealthReport, type ScriptHealth } from './health-report.ts';
import { appendHealth } from './history/append-health.ts';
import { healthHistoryFile, readHealthHistory } from '@cdev/script-catalogue';
import { findNode, type FoundNode } from './trial/find-node.ts';
import { findSubjects, type Subject, type Subjects } from './trial/find-subjects.ts';
import { tryScript } from './trial/try-script.ts';

export interface HealthCheckOptions {
  /** Names, packages or bins; all when empty. */
  readonly scripts: readonly string[];
  /** As they come from the registry, instead of as they are here. */
  readonly installed: boolean;
  /** Versions of Node as npm has them; the one that runs this when empty. */
  readonly node: readonly string[];
  /** Milliseconds for each start. */
  readonly timeLimit: number;
  /** Which state is a finding. */
  readonly failOn: 'broken' | 'degraded';
  /** Another history than that of `home`. */
  readonly history: string | undefined;
  /** Told when something changed. */
  readonly webhook: string | undefined;
  /** Written, as Markdown, when something changed. */
  readonly issue: string | undefined;
}

/**
 * Starts every script and tells which are well. Keeps the result in the history and tells what changed since the check before.
 * @throws CDEV_E_HEALTH_CHECK_NODE_MISSING, _OPTION_INVALID, _NOT_WRITTEN, CDEV_E_CATALOGUE_EMPTY, CDEV_E_CATALOGUE_UNKNOWN
 */
export async function healthCheck(options: HealthCheckOptions, context: Context): Promise<Outcome<HealthReport>> {
  const webhook = options.webhook === undefined || options.webhook === '' ? undefined : requireWebhook(options.webhook);
  const file = options.history === undefined ? healthHistoryFile(context.home) : resolve(context.cwd, options.history);
  const place = await mkdtemp(join(tmpdir(), 'cdev-health-check-'));
  try {
    const { nodes, notTried } = await nodesOf(options, context);
    await using subjects = await findSubjects(options, place, context);
    const scripts = await tryAll(subjects, nodes, { options, context, place });
    const before = readHealthHistory(file).findLast(({ origin }) => origin === subjects.origin);
    const known = options.scripts.length === 0 ? before : only(before, scripts);
    const report = {
      time: context.clock().toISOString(),
      host: hostname(),
      origin: subjects.origin,
      scripts,
      notTried,
      changes: changesBetween(known, scripts),
    };
    appendHealth(file, { ...report, alerts: [] });
    const alerts = report.changes.length === 0 ? [] : await tell(report, { webhook, issue: options.issue, context });
    // What was wanted and not tried is not well.
    const isBad =
      notTried.length > 0 ||
      scripts.some(({ state }) => state === 'broken' || (state === 'degraded' && options.failOn === 'degraded'));
    return { result: { ...report, alerts }, status: isBad ? 'findings' : 'ok' };
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Who asked for some scripts only is not told that the others are gone. */
function only<Entry extends { scripts: readonly { script: string }[] }>(
  entry: Entry | undefined,
  now: readonly ScriptHealth[],
): Entry | undefined {
  const names = new Set(now.map(({ script }) => script));
  return entry && { ...entry, scripts: entry.scripts.filter(({ script }) => names.has(script)) };
}

/** All at once: each is a download. One that cannot be had keeps nobody from trying the others. */
async function nodesOf(
  { node }: HealthCheckOptions,
  { cwd, env, signal, progress }: Context,
): Promise<{ readonly nodes: readonly FoundNode[]; readonly notTried: HealthReport['notTried'] }> {
  if (node.length === 0) return { nodes: [{ version: process.versions.node, file: process.execPath }], notTried: [] };
  const failures: CdevError[] = [];
  const found = await Promise.all(
    [...new Set(node)].map(async (version) => {
      const task = progress.begin(`Node ${version}`);
      try {
        const one = await findNode(version, { cwd, env, signal });
        task.done(one.version);
        return [one];
      } catch (error) {
        task.failed();
        if (!isCdevError(error) || error.code !== 'CDEV_E_HEALTH_CHECK_NODE_MISSING') throw error;
        failures.push(error);
        return [];
      }
    }),
  );
  const nodes = found.flat();
  if (nodes.length === 0 && failures[0] !== undefined) throw failures[0];
  // 24 and 24.21.0 may be the same.
  const unique = nodes.filter(({ version }, at) => nodes.findIndex((one) => one.version === version) === at);
  return { nodes: unique, notTried: failures.map(({ message, steps }) => ({ reason: message, fix: steps[0] })) };
}

interface Setting {
  readonly options: HealthCheckOptions;
  readonly context: Context;
  readonly place: string;
}

async function tryAll(
  { subjects }: Subjects,
  nodes: readonly FoundNode[],
  setting: Setting,
): Promise<readonly ScriptHealth[]> {
  const jobs = subjects.flatMap((subject) => nodes.map((node) => ({ subject, node })));
  const results: ScriptHealth[] = Array.from({ length: jobs.length });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at] as (typeof jobs)[number];
      results[at] = await tryOne(job.subject, job.node, setting);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, Math.max(2, availableParallelism())) }, worker));
  return results;
}

async function tryOne(
  { script, env, before }: Subject,
  node: FoundNode,
  { options, context, place }: Setting,
): Promise<ScriptHealth> {
  const task = context.progress.begin(`${script.name}${options.node.length > 1 ? ` with Node ${node.version}` : ''}`);
  const { timeLimit } = options;
  const { signal } = context;
  const own = await mkdtemp(join(place, 'script-'));
  const first = await before?.();
  const trials = [
    ...(first ? [first] : []),
    ...(await tryScript({ script, node: node.file, nodeVersion: node.version, place: own, env, timeLimit, signal })),
  ];
  const state = stateOf(trials);
  if (state === 'healthy') task.done();
  else task.failed(state);
  const { owner } = script.metadata;
  return {
    script: script.name,
    package: script.packageName,
    version: script.version,
    ...(owner !== undefined && { owner }),
    node: node.version,
    state,
    trials,
  };
}

interface Ways {
  readonly webhook: URL | undefined;
  readonly issue: string | undefined;
  readonly context: Context;
}

async function tell(
  report: Omit<HealthReport, 'alerts'>,
  { webhook, issue, context }: Ways,
): Promise<readonly string[]> {
  const told: string[] = [];
  if (webhook !== undefined) {
    const said = await sendAlert(webhook, { text: alertLine(report), changes: report.changes }, context.signal);
    if (said.startsWith('not')) context.log.warn('An alert failed', { said });
    told.push(said);
  }
  if (issue !== undefined) {
    const file = resolve(context.cwd, issue);
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, alertIssue(report));
    } catch (cause) {
      const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
      throw errors.make('CDEV_E_HEALTH_CHECK_NOT_WRITTEN', { file, reason }, { cause });
    }
    told.push(`the issue is in ${issue}`);
  }
  return told;
}
