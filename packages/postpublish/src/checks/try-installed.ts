import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import type { Installation, InstallManager } from '@cdev/installed-package';
import { publishCommand } from '../registry/look-up.ts';
import { idOf } from '../release/release.ts';
import type { CheckOutcome } from '../report.ts';
import type { CheckName } from '../step-names.ts';
import { outcomes, type CheckSubject } from './check.ts';
import { remember, remembered } from './remembered.ts';
import { superseding } from './superseding.ts';
import { judgeBins, judgeImports, judgeNpx, judgeTypes } from './judge-trials.ts';

const installedChecks = ['install-npm', 'install-pnpm', 'bins', 'npx', 'imports', 'types'] as const;

type InstalledCheck = (typeof installedChecks)[number];

export interface TryInstalledOptions {
  readonly wanted: ReadonlySet<CheckName>;
  /** Do again what an earlier run did. */
  readonly again: boolean;
}

/**
 * What a user gets: the version by name from the registry, in empty projects with empty caches, with npm and with pnpm; then its bins, `npx`, imports and
 * types. What held in an earlier run for the same bytes is not tried again.
 */
export async function tryInstalled(
  subject: CheckSubject,
  options: TryInstalledOptions,
): Promise<readonly CheckOutcome[]> {
  const wanted = installedChecks.filter((check) => options.wanted.has(check));
  const kept = new Map(
    options.again
      ? []
      : wanted.flatMap((check) => {
          const outcome = remembered(subject, check);
          return outcome ? [[check, outcome] as const] : [];
        }),
  );
  const open = wanted.filter((check) => !kept.has(check));
  const found = new Map<CheckName, CheckOutcome>(kept);
  if (open.length > 0) {
    const folder = await mkdtemp(join(tmpdir(), 'cdev-postpublish-'));
    try {
      for await (const outcome of trials(subject, open, folder)) {
        found.set(outcome.check, outcome);
        await remember(subject, outcome);
      }
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
  return wanted.flatMap((check) => found.get(check) ?? []);
}

async function* trials(
  subject: CheckSubject,
  open: readonly InstalledCheck[],
  folder: string,
): AsyncGenerator<CheckOutcome> {
  const inside = open.filter((check) => check === 'bins' || check === 'imports' || check === 'types');
  if (open.includes('install-npm') || inside.length > 0) {
    const { outcome, installation } = await install(subject, 'npm', join(folder, 'with-npm'));
    if (open.includes('install-npm')) yield outcome;
    if (installation)
      for await (const outcome of tryInside(subject, inside, installation))
        // The folder is gone, and another one the next time.
        yield { ...outcome, detail: outcome.detail.replaceAll(`${installation.folder}${sep}`, '') };
    else for (const check of inside) yield outcomes(check).notRun('it could not be installed with npm');
  }
  if (open.includes('install-pnpm')) yield (await install(subject, 'pnpm', join(folder, 'with-pnpm'))).outcome;
  if (open.includes('npx')) yield await runNpx(subject, join(folder, 'npx'));
}

async function install(
  { one, packument, release }: CheckSubject,
  manager: InstallManager,
  folder: string,
): Promise<{ readonly outcome: CheckOutcome; readonly installation?: Installation }> {
  const { passed, failed, notRun, warning } = outcomes(`install-${manager}`);
  const { installPackages } = await import('@cdev/installed-package');
  const { env, signal, log } = release.context;
  try {
    const installation = await installPackages({
      folder,
      packages: [idOf(one)],
      manager,
      env,
      signal,
      ...(release.repository?.top !== undefined && { project: release.repository.top }),
      onLine: (line) => log.debug(`${manager} install`, { package: idOf(one), line }),
    });
    const warnings = installation.warnings.filter((line) => line.includes(one.name));
    const outcome =
      warnings.length === 0
        ? passed(`installed with ${manager}`)
        : warning(`installed with ${manager}, which warns: ${warnings[0] ?? ''}`);
    return { outcome, installation };
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted' || error.code === 'CDEV_E_SUBPROCESS_CANCELLED')
      throw error;
    if (error.code === 'CDEV_E_INSTALL_NO_MANAGER' || error.code === 'CDEV_E_SUBPROCESS_TOOL_MISSING')
      return { outcome: notRun(`${manager} is not installed here`, error.steps) };
    // npm and pnpm name the status or the system's code; what the registry cannot do now says nothing of the package.
    if (/\bE5\d\d\b|\bE(?:CONN\w+|TIMEDOUT|AI_AGAIN)\b|ERR_SOCKET|ERR_PNPM_(?:FETCH_5|META_FETCH)/.test(error.message))
      return { outcome: { ...notRun(error.message, ['Run this again']), isOpen: true } };
    const missing = siblingsIn(
      error.message,
      release.packages.filter((other) => other !== one),
    );
    return {
      outcome: failed(error.message, missing.length > 0 ? missing.map(publishCommand) : superseding(one, packument)),
    };
  }
}

/** Packages of the same release of which an installer says that they are not there. */
function siblingsIn<Sibling extends { readonly name: string }>(
  message: string,
  others: readonly Sibling[],
): readonly Sibling[] {
  return others.filter(({ name }) => message.includes(`${name}@`) || message.includes(name.replace('/', '%2f')));
}

async function* tryInside(
  subject: CheckSubject,
  inside: readonly InstalledCheck[],
  installation: Installation,
): AsyncGenerator<CheckOutcome> {
  const { tryBins, tryImports, tryTypes } = await import('@cdev/installed-package');
  const { one, release } = subject;
  const { signal, env } = release.context;
  if (inside.includes('bins')) yield judgeBins(await tryBins(installation, one.name, { signal }), subject);
  if (inside.includes('imports')) yield judgeImports(await tryImports(installation, one.name, { signal }), subject);
  if (inside.includes('types')) {
    const project = release.repository?.top;
    yield judgeTypes(
      await tryTypes(installation, one.name, { signal, env, ...(project !== undefined && { project }) }),
      subject,
    );
  }
}

async function runNpx(subject: CheckSubject, folder: string): Promise<CheckOutcome> {
  const { one, release } = subject;
  const bins = Object.keys(one.bins);
  const plain = one.name.replace(/^.*\//, '');
  // npx chooses the only bin, or the one that is called like the package.
  const bin = bins.length === 1 ? bins[0] : bins.find((name) => name === plain);
  if (bins.length === 0) return outcomes('npx').notRun('it has no bin');
  const { tryNpx } = await import('@cdev/installed-package');
  const { env, signal } = release.context;
  const trial = await tryNpx({ package: idOf(one), env, signal, folder, ...(bin === undefined && { bin: bins[0] }) });
  return judgeNpx(trial, subject);
}
