import { setTimeout as sleep } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import type { DistributedPackage } from '@cdev/distribution-manifest';
import pMap from 'p-map';
import { passing, type Sighting } from '../registry/look-up.ts';
import { idOf, type PackageId, type Release } from '../release/release.ts';
import type { CheckOutcome, PackageReport } from '../report.ts';
import { checkNames, type CheckName } from '../step-names.ts';
import { outcomes, type Check, type CheckSubject } from './check.ts';
import { checkDistTag } from './check-dist-tag.ts';
import { checkIntegrity } from './check-integrity.ts';
import { checkProvenance } from './check-provenance.ts';
import { checkSignatures } from './check-signatures.ts';
import { checkSize } from './check-size.ts';
import { tryInstalled } from './try-installed.ts';

export interface CheckPackagesOptions {
  readonly checks: ReadonlySet<CheckName>;
  readonly again: boolean;
}

const questions: readonly (readonly [CheckName, Check])[] = [
  ['integrity', checkIntegrity],
  ['dist-tag', checkDistTag],
  ['size', checkSize],
  ['signatures', checkSignatures],
  ['provenance', checkProvenance],
];

/** Two installations at a time: each starts programs that use a processor. */
const atOnce = 2;

/** Looks at every package that the registry shows; of the others it says what keeps the checks from running. */
export async function checkPackages(
  release: Release,
  sightings: ReadonlyMap<PackageId, Sighting>,
  options: CheckPackagesOptions,
): Promise<readonly PackageReport[]> {
  const checkOne = async (one: DistributedPackage): Promise<PackageReport> => {
    const sighting = sightings.get(idOf(one)) ?? { state: 'unknown', detail: 'it was not asked for', steps: [] };
    const visible = visibility(sighting);
    const rest = await checksOf(one, { sighting, release, options });
    return {
      name: one.name,
      version: one.version,
      registry: release.registry.urlFor(one.name),
      state: sighting.state,
      checks: [...(options.checks.has('visible') || visible.status !== 'passed' ? [visible] : []), ...rest],
    };
  };
  // Who is at work when another one fails or the run is interrupted ends and tidies up before the run does.
  let failure: { readonly error: unknown } | undefined;
  const reports = await pMap(
    release.packages,
    async (one) => {
      if (failure) return [];
      try {
        return [await checkOne(one)];
      } catch (error) {
        failure ??= { error };
        return [];
      }
    },
    { concurrency: atOnce },
  );
  if (failure) throw failure.error;
  return reports.flat();
}

/** Waiting is no failure; a version of which nothing says that it was ever published is one. */
function visibility({ state, detail, steps }: Sighting): CheckOutcome {
  const { passed, failed, notRun } = outcomes('visible');
  if (state === 'visible') return passed(detail);
  return state === 'absent' ? failed(detail, steps) : notRun(detail, steps);
}

interface Checking {
  readonly sighting: Sighting;
  readonly release: Release;
  readonly options: CheckPackagesOptions;
}

async function checksOf(
  one: DistributedPackage,
  { sighting, release, options }: Checking,
): Promise<readonly CheckOutcome[]> {
  const wanted = checkNames.filter((check) => check !== 'visible' && options.checks.has(check));
  const { manifest: published, packument } = sighting;
  if (!published || !packument) return wanted.map((check) => outcomes(check).notRun('the registry does not show it'));
  const subject: CheckSubject = { one, published, packument, release };
  const task = release.context.progress.begin(idOf(one));
  const found: CheckOutcome[] = [];
  for (const [name, check] of questions) {
    if (!options.checks.has(name)) continue;
    task.update(name);
    found.push(await asked(name, () => check(subject), release.context.signal));
  }
  // Foreign bytes are not started on this machine.
  const isForeign = found.some(({ check, status }) => check === 'integrity' && status === 'failed');
  task.update('installing and trying');
  const trials = isForeign
    ? wanted
        .filter((check) => !questions.some(([name]) => name === check))
        .map((check) => outcomes(check).notRun('it is another tarball than the one that was packed'))
    : await tryInstalled(subject, { wanted: options.checks, again: options.again });
  const all = [...found, ...trials];
  const failed = all.filter(({ status }) => status === 'failed').length;
  if (failed === 0) task.done(`${all.filter(({ status }) => status === 'passed').length} checks hold`);
  else task.failed(`${failed} of ${all.length} checks failed`);
  return all;
}

/** How often a question is asked whose answer was broken off or refused for now. */
const attempts = 3;

/** A registry that fails in the middle leaves its question open, and the others are asked all the same. */
async function asked(name: CheckName, check: () => Promise<CheckOutcome>, signal: AbortSignal): Promise<CheckOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await check();
    } catch (error) {
      if (!isCdevError(error) || error.kind === 'interrupted') throw error;
      if (attempt === attempts || !passing.has(error.code))
        return { ...outcomes(name).notRun(error.message, error.steps), isOpen: true };
      await sleep(1000 * attempt, undefined, { signal });
    }
  }
}
