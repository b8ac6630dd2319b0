import { cliErrors, type Context } from '@cdev/core/cli';
import { isCdevError, type ErrorDocumentation } from '@cdev/core/errors';
import { listAdded, unreadableLocks } from '@cdev/added-script';
import { openRunHistory, readCalibrations, type RunHistory } from '@cdev/run-history';
import {
  healthHistoryFile,
  readErrorTables,
  readHealthHistory,
  readScriptCatalogue,
  type CatalogueScript,
  type ScriptCatalogue,
} from '@cdev/script-catalogue';
import { agentRunRows } from './agent-run-rows.ts';
import { dayOf, daysBetween } from './days-between.ts';
import { dependencyRows } from './dependency-rows.ts';
import { errorRows } from './error-rows.ts';
import { findUrgent } from './find-urgent.ts';
import { healthOfScripts } from './health-of-scripts.ts';
import { lockUpdates } from './lock-updates.ts';
import type { Overview, ScriptDetail } from './overview.ts';
import { proposedUpdates } from './proposed-updates.ts';
import { scriptRows } from './script-rows.ts';
import { speedOfCommands } from './speed-of-commands.ts';
import { timelineEvents } from './timeline-events.ts';

/** Days that the detector of changes is given, also where fewer are shown: it needs a level to compare with. */
const judged = 60;
const day = 86_400_000;

export interface OverviewReader {
  readonly catalogue: ScriptCatalogue;
  /** Everything as it is now. With `isQuick`, what errors mean is said only as far as that is known already. */
  readonly read: (options?: {
    readonly isQuick: boolean;
  }) => Promise<{ readonly overview: Overview; readonly details: readonly ScriptDetail[] }>;
}

/**
 * Reads what the page shows: catalogue, health checks, run records, runs of agents. Error tables are read once, and late: they load the packages of all scripts.
 * @param last milliseconds
 */
export async function overviewReader(last: number, context: Context): Promise<OverviewReader> {
  const catalogue = await readCatalogue(context);
  let tables: ReadonlyMap<string, ErrorDocumentation> | undefined;
  return {
    catalogue,
    read: async ({ isQuick } = { isQuick: false }) => {
      if (!isQuick) tables ??= await readTables(catalogue.scripts);
      return readOverview({ last, catalogue, tables, context });
    },
  };
}

interface Reading {
  readonly last: number;
  readonly catalogue: ScriptCatalogue;
  readonly tables: ReadonlyMap<string, ErrorDocumentation> | undefined;
  readonly context: Context;
}

async function readOverview({ last, catalogue, tables, context }: Reading): ReturnType<OverviewReader['read']> {
  const { home, signal, cwd, env, progress } = context;
  const now = context.clock();
  const from = new Date(now.getTime() - last + day);
  const days = daysBetween(from, now);
  const since = new Date(`${days[0] ?? dayOf(now)}T00:00:00Z`);
  const task = progress.begin('reading run records');
  using history = await openRunHistory({
    home,
    signal,
    onProgress: (read, total) => task.update(`${Math.round((100 * read) / Math.max(1, total))} %`),
  });
  task.done(`${history.state.records} records`);
  const wide = history.days({ since: new Date(Math.min(since.getTime(), now.getTime() - judged * day)) });
  const figures = wide.filter((figure) => figure.day >= dayOf(since));
  const speed = speedOfCommands(wide, readCalibrations(home), days);
  const errors = errorRows({
    ever: history.errors(),
    shown: history.errors({ since }),
    tables,
    since: since.toISOString(),
  });
  const scripts = scriptRows({
    scripts: catalogue.scripts,
    days,
    healthOf: healthOfScripts(readHealthHistory(healthHistoryFile(home)), days),
    figures,
    runs: history.scripts(),
    speed,
    errors,
    now,
  });
  const { rows: agentRuns, unreadable } = await agentRunRows(cwd, signal);
  const updates = await lockUpdates(catalogue.root, dayOf(since), { env, signal });
  const overview: Overview = {
    schemaVersion: 1,
    at: now.toISOString(),
    root: catalogue.root,
    days,
    records: history.state.records,
    urgent: findUrgent({ scripts, errors }),
    scripts,
    errors,
    timeline: timelineEvents({ days, scripts, figures, speed, errors, agentRuns, updates }),
    dependencies: dependencyRows(catalogue.scripts),
    proposed: await proposedUpdates(catalogue.root, { env, signal }),
    agentRuns,
    notes: [
      ...notesOf(history),
      ...notesOfAdded({ cwd, home }),
      ...unreadable.map((plan) => `The journal of ${plan} cannot be read`),
    ],
  };
  const details = scripts.map(({ name, bin }): ScriptDetail => {
    return { name, speed: speed.get(bin) ?? [], runs: newestRuns(history, bin) };
  });
  return { overview, details };
}

const newest = 20;

function newestRuns(history: RunHistory, script: string): ScriptDetail['runs'] {
  return history.runs({ script, limit: newest }).map(({ start, command, version, duration, status, errorCode }) => ({
    start,
    command,
    version,
    duration,
    status,
    errorCode,
  }));
}

function notesOf({ state: { unreadable, notKept } }: RunHistory): readonly string[] {
  return [
    ...(unreadable > 0
      ? [`${unreadable} ${unreadable === 1 ? 'line' : 'lines'} of the run records cannot be read`]
      : []),
    ...(notKept === undefined ? [] : [`The index of the run records is not kept: ${notKept}`]),
  ];
}

/** What was added and is not among the scripts. */
function notesOfAdded(where: Pick<Context, 'cwd' | 'home'>): readonly string[] {
  const missing = listAdded(where).filter(({ isInstalled }) => !isInstalled);
  return [
    ...unreadableLocks(where).map(({ message }) => message),
    ...missing.map(({ script: { name } }) => `${name} was added and is not installed here: cdev marketplace add`),
  ];
}

/** Without a script there is nothing to start, and still the records of those that ran here before. */
async function readCatalogue({ cwd, home }: Context): Promise<ScriptCatalogue> {
  try {
    return await readScriptCatalogue({ cwd, home, near: [import.meta.dirname] });
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_CATALOGUE_EMPTY')) throw error;
    return { root: cwd, origin: 'project', scripts: [] };
  }
}

async function readTables(scripts: readonly CatalogueScript[]): Promise<ReadonlyMap<string, ErrorDocumentation>> {
  const tables = await readErrorTables(scripts);
  return new Map([...cliErrors.catalogue.map((row) => [row.code, row] as const), ...tables]);
}
