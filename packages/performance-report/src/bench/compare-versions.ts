import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { readScriptCatalogue, scriptAt, selectScripts, type CatalogueScript } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import { compareCosts, type Cost, type CostPair } from './compare-costs.ts';
import { measuredRun, type MeasuredRun } from '../measured-run.ts';

export interface CompareVersionsOptions {
  readonly script: string;
  /** The words the script is run with. */
  readonly args: readonly string[];
  /** A version or tag in the registry, or the folder of a package. */
  readonly against: string;
  readonly rounds: number;
  /** How every run has to end. */
  readonly exitCode: number;
  /** 0.05: from five hundredths more CPU on it is a finding. */
  readonly threshold: number;
}

export interface VersionComparison {
  readonly command: string;
  readonly rounds: number;
  readonly before: Cost & { readonly version: string };
  readonly now: Cost & { readonly version: string };
  /** The median over the rounds of now / before, each pair run one after the other. */
  readonly cpuRatio: number;
  /** Between which the ratio of the median lies with 95 % certainty (order statistics). */
  readonly interval: readonly [number, number];
}

/**
 * Runs two versions of a script in turn, what is here against another, and compares what they cost.
 * @throws CDEV_E_PERFORMANCE_NUMBER_INVALID, CDEV_E_PERFORMANCE_RUN_FAILED, and those of the catalogue and of installing
 */
export async function compareVersions(
  options: CompareVersionsOptions,
  context: Context,
): Promise<Outcome<VersionComparison>> {
  const { rounds, threshold } = options;
  if (!Number.isInteger(rounds) || rounds < 5)
    throw errors.make('CDEV_E_PERFORMANCE_NUMBER_INVALID', { option: '--rounds', value: String(rounds), least: '5' });
  const place = await mkdtemp(join(tmpdir(), 'cdev-performance-'));
  try {
    const [now] = selectScripts(await readScriptCatalogue({ cwd: context.cwd }), [options.script]) as [CatalogueScript];
    await using before = await otherVersion(options.against, now, place, context);
    const task = context.progress.begin(`${now.binName} ${before.script.version} against ${now.version}`);
    const pairs: CostPair[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      task.update(`round ${round} of ${rounds}`);
      // Who is first changes, so that neither always finds the caches that the other filled.
      const order = round % 2 === 0 ? ([before.script, now] as const) : ([now, before.script] as const);
      const [a, b] = [
        await runOnce(order[0], options, place, context),
        await runOnce(order[1], options, place, context),
      ];
      if (round > 0) pairs.push(round % 2 === 0 ? { before: a, now: b } : { before: b, now: a });
    }
    task.done();
    const costs = compareCosts(pairs);
    const result = {
      command: [now.binName, ...options.args].join(' '),
      rounds,
      before: { version: before.script.version, ...costs.before },
      now: { version: now.version, ...costs.now },
      cpuRatio: costs.cpuRatio,
      interval: costs.interval,
    };
    // Slower only when it is certain: the median lies above the threshold, and the whole interval above no difference.
    const isSlower = result.cpuRatio > 1 + threshold && result.interval[0] > 1;
    return { result, status: isSlower ? 'findings' : 'ok' };
  } finally {
    await rm(place, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function otherVersion(
  against: string,
  now: CatalogueScript,
  place: string,
  { cwd, env, signal, progress }: Context,
): Promise<AsyncDisposable & { script: CatalogueScript }> {
  const folder = resolve(cwd, against);
  const local = existsSync(join(folder, 'package.json')) ? scriptAt(folder) : undefined;
  if (local) return { script: local, [Symbol.asyncDispose]: async () => {} };
  const { installPackages } = await import('@cdev/installed-package');
  const task = progress.begin(`installing ${now.packageName}@${against}`);
  const installation = await installPackages({
    folder: join(place, 'other'),
    packages: [`${now.packageName}@${against}`],
    manager: 'npm',
    env,
    signal,
  });
  task.done();
  const script = scriptAt(installation.packages[0]?.folder ?? '');
  if (script === undefined)
    throw errors.make('CDEV_E_PERFORMANCE_RUN_FAILED', {
      command: `${now.packageName}@${against}`,
      reason: 'it has no bin',
    });
  return { script, [Symbol.asyncDispose]: () => installation.remove() };
}

async function runOnce(
  { bin, binName, version }: CatalogueScript,
  options: CompareVersionsOptions,
  place: string,
  { cwd, env, signal }: Context,
): Promise<MeasuredRun> {
  const home = join(place, 'home');
  await mkdir(home, { recursive: true });
  const measured = await measuredRun({
    args: [bin, ...options.args],
    cwd,
    place,
    env: { ...env, CDEV_HOME: home },
    signal,
  });
  if (measured.exitCode === options.exitCode && measured.measured) return measured;
  const command = [binName, ...options.args].join(' ');
  const reason =
    measured.exitCode === options.exitCode
      ? 'it was ended before it could say what it cost'
      : `version ${version} ended with ${measured.exitCode}, not ${options.exitCode}: ${measured.stderr.trim().split('\n')[0] ?? ''}`;
  throw errors.make('CDEV_E_PERFORMANCE_RUN_FAILED', { command, reason });
}
