import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import type { CheckResult, Context } from '@cdev/core/cli';
import { limitsOf } from '@cdev/added-script';
import { askHealth, lastWords, mendStart, readScriptCatalogue, type CatalogueScript } from '@cdev/script-catalogue';
import { separateScripts } from '../script-names.ts';
import { checkAdded } from './check-added.ts';

/** Milliseconds that a script has for its own checks. */
const timeLimit = 30_000;

export interface DoctorOptions {
  /** Whose `node_modules` count beside those of the project. Default: this program's. */
  readonly near?: readonly string[];
}

/** Starts every script that is here, in a process of its own, and asks how it is; those that are not here are named. */
export async function checkScripts({ near }: DoctorOptions, context: Context): Promise<readonly CheckResult[]> {
  const catalogue = await readScriptCatalogue({
    cwd: context.cwd,
    near: near ?? [fileURLToPath(import.meta.url)],
    home: context.home,
  }).catch(asError);
  if (catalogue instanceof Error)
    return [
      { title: 'scripts', status: 'not-run', detail: catalogue.message, fix: 'Mend that, and ask again' },
      ...checkAdded(context),
    ];
  const { scripts } = catalogue;
  const place = await mkdtemp(join(tmpdir(), 'cdev-doctor-'));
  try {
    const found = await pMap(
      scripts.filter(({ metadata }) => metadata.kind !== 'front'),
      (script) => checkScript(script, { context, place }),
      { concurrency: Math.max(2, availableParallelism()), signal: context.signal },
    );
    const absent = separateScripts.filter((name) => !found.some(({ title }) => title === name));
    return [
      ...found,
      ...checkAdded(context),
      ...absent.map((title) => ({
        title,
        status: 'not-run' as const,
        detail: `not installed; npx @cdev/${title} starts it without`,
        fix: `npx @cdev/${title}`,
      })),
    ];
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** It sees the user's folder and environment, for these are what its checks are about; its log and its record are no work of the user's. */
async function checkScript(
  script: CatalogueScript,
  { context, place }: { readonly context: Context; readonly place: string },
): Promise<CheckResult> {
  const { name: title, version, bin, binName, added } = script;
  const limits = added && limitsOf(added, { cwd: context.cwd, home: place, node: process.versions.node });
  const task = context.progress.begin(title);
  const { start, checks, failure } = await askHealth({
    bin,
    node: process.execPath,
    nodeOptions: limits,
    cwd: context.cwd,
    env: { ...context.env, CDEV_HOME: place, CDEV_OUTPUT_FORMAT: undefined, NO_COLOR: '1', FORCE_COLOR: undefined },
    timeLimit,
    signal: context.signal,
  });
  task.done();
  if (failure !== undefined)
    return { title, status: 'failed', detail: failure.message, fix: failure.step ?? `${binName} --health` };
  if (checks === undefined)
    return start.brokenOff === undefined && start.exitCode === 0
      ? { title, status: 'not-run', detail: 'it has no --health', fix: 'Ask its owner for one' }
      : {
          title,
          status: 'failed',
          detail: start.brokenOff ?? lastWords(start),
          fix: mendStart(start, script, process.versions.node),
        };
  const worst = (['failed', 'warning'] as const).find((each) => checks.some(({ status }) => status === each));
  if (worst === undefined) return { title, status: 'ok', detail: version };
  const bad = checks.filter(({ status }) => status === 'failed' || status === 'warning');
  const fixes = [...new Set(bad.flatMap(({ fix }) => fix ?? []))];
  return {
    title,
    status: worst,
    detail: bad.map((each) => `${each.title}: ${each.detail}`).join('; '),
    fix: fixes.join('; ') || `${binName} --health`,
  };
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
