import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import {
  addedPlaces,
  homePlace,
  projectPlace,
  readAddedLock,
  type AddedPlace,
  type AddedScript,
} from '@cdev/added-script';
import { houseWords } from '@cdev/script-catalogue';
import { updateRisks } from './changes-of.ts';
import { errors } from './errors.ts';
import { additionQuestion } from './human/addition-question.ts';
import { lookInto, type Inspected, type InspectOptions } from './inspect.ts';
import type { Inspection } from './inspection/inspection.ts';
import { acceptRisks, type Acceptance } from './installation/accept-risks.ts';
import { installPackage } from './installation/install-package.ts';
import { changeLock } from './lock/change-lock.ts';

export interface AddOptions extends Acceptance, Pick<InspectOptions, 'spec' | 'index' | 'registries' | 'from'> {
  /** For the project, whose lock can be committed; else for the user. */
  readonly isProject: boolean;
  readonly isDryRun: boolean;
}

export interface Addition {
  readonly inspection: Inspection;
  readonly place: AddedPlace;
  /** The version that was there before. */
  readonly before: string | undefined;
  readonly outcome: 'planned' | 'added' | 'already';
}

/**
 * Adds a script of others: exactly the version and the bytes that were looked at and shown. Nothing of it runs before it is started by its name.
 * @throws CDEV_E_MARKETPLACE_*, CDEV_E_REGISTRY_*, CDEV_E_PACKAGE_TARBALL_*, CDEV_E_INSTALL_*, CDEV_E_CLI_DECLINED
 */
export async function add(options: AddOptions, context: Context): Promise<Outcome<Addition>> {
  const place = options.isProject ? projectPlace(projectFolder(context.cwd)) : homePlace(context.home);
  if (!options.isDryRun) await changeLock(place, context, async () => {});
  const found = await lookInto(options, context);
  const others = addedPlaces(context).flatMap((each) => readable(each));
  refuseTakenName(found.inspection, others);
  const known = readable(place).find(({ name }) => name === found.inspection.script);
  // Over another version it is an update, whatever the command is called.
  const risks = known === undefined ? found.inspection.risks : updateRisks(known, found);
  const inspected = { ...found, inspection: { ...found.inspection, risks } };
  const { inspection } = inspected;
  const about = { inspection, place, before: known?.version };
  if (known?.integrity === inspection.integrity) return { result: { ...about, outcome: 'already' }, status: 'ok' };
  if (options.isDryRun)
    return { result: { ...about, outcome: 'planned' }, status: inspection.risks.length > 0 ? 'findings' : 'ok' };
  await acceptRisks(`${inspection.package}@${inspection.version}`, inspection.risks, {
    ...options,
    prompt: context.prompt,
  });
  await context.prompt.confirm(additionQuestion(inspection, place));
  await install(inspected, place, context);
  context.log.info('added', {
    package: inspection.package,
    version: inspection.version,
    registry: inspection.registry,
  });
  return { result: { ...about, outcome: 'added' }, status: 'ok' };
}

/** Puts what was looked at in its place, and into the lock. */
export async function install(inspected: Inspected, place: AddedPlace, context: Context): Promise<AddedScript> {
  const { candidate, needs, inspection } = inspected;
  const { ownership, trust, provenance } = inspection;
  const task = context.progress.begin(`installing ${inspection.package}@${inspection.version}`);
  try {
    const added = await changeLock(place, context, async ({ scripts, install: put, commit }) => {
      refuseTakenName(inspection, scripts);
      const entry = {
        name: inspection.script,
        package: inspection.package,
        version: inspection.version,
        registry: inspection.registry,
        integrity: inspection.integrity,
        addedAt: context.clock().toISOString(),
        tier: trust.tier,
        maintainers: ownership.maintainers,
        ...(ownership.publisher !== undefined && { publisher: ownership.publisher }),
        ...(provenance.status === 'verified' && { builtIn: provenance.build.repository }),
        ...(candidate.permissions && { permissions: candidate.permissions }),
        bin: candidate.bin,
        packages: needs.packages,
      };
      const { registry } = candidate.source;
      const { signal } = context;
      const script = await put(entry, (folder) =>
        installPackage(needs.packages, { folder, registry, own: candidate.tarball, signal }),
      );
      await commit([...scripts.filter(({ name }) => name !== script.name), script]);
      return script;
    });
    task.done();
    return added;
  } catch (error) {
    task.failed();
    throw error;
  }
}

/** A word of the house is never another's, nor is one that stands for another package already. */
function refuseTakenName(
  { script, package: packageName, registry }: Pick<Inspection, 'script' | 'package' | 'registry'>,
  added: readonly AddedScript[],
): void {
  const taken = (by: string): never => {
    throw errors.make('CDEV_E_MARKETPLACE_NAME_TAKEN', { name: script, package: packageName, by });
  };
  if (houseWords.includes(script) || script === 'help') taken('a word of cdev itself');
  const other = added.find(({ name }) => name === script);
  if (other && other.package !== packageName) taken(`${other.package}, which was added already`);
  if (other && other.registry !== registry) taken(`${other.package} from ${other.registry}, which was added already`);
}

function readable(place: AddedPlace): readonly AddedScript[] {
  return readAddedLock(place.lock).scripts;
}

/** The nearest folder with a lock, else with a package.json or a repository, else this one. */
export function projectFolder(cwd: string): string {
  const [nearest] = addedPlaces({ cwd, home: '' });
  if (nearest?.kind === 'project') return dirname(nearest.lock);
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (['package.json', '.git'].some((name) => existsSync(join(folder, name)))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}
