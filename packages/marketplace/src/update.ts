import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { addedPlaces, readAddedLock, type AddedPlace, type AddedScript } from '@cdev/added-script';
import { install } from './add.ts';
import { changesOf, updateRisks, type UpdateChange } from './changes-of.ts';
import { errors, isOwnError } from './errors.ts';
import { updateQuestion } from './human/addition-question.ts';
import { lookInto, type Inspected } from './inspect.ts';
import type { Risk } from './inspection/inspection.ts';
import { acceptRisks, type Acceptance } from './installation/accept-risks.ts';
import { pinnedRegistry } from './restore.ts';

export interface UpdateOptions extends Acceptance {
  /** Names of scripts; all when empty. */
  readonly scripts: readonly string[];
  readonly index: readonly string[];
  readonly isDryRun: boolean;
}

export interface Update {
  readonly script: string;
  readonly package: string;
  readonly from: string;
  /** Undefined when it could not be looked into. */
  readonly to: string | undefined;
  readonly changes: readonly UpdateChange[];
  readonly risks: readonly Risk[];
  readonly outcome: 'current' | 'planned' | 'updated' | 'refused';
  /** Why it was refused. */
  readonly reason: string | undefined;
}

/**
 * Takes scripts to what their registry calls newest, after showing what changes: version, permissions, packages, owner. One that is refused stays as it is, and the
 * others go on.
 * @throws CDEV_E_MARKETPLACE_NOT_ADDED, CDEV_E_CLI_DECLINED, CDEV_E_REGISTRY_* when a registry does not answer
 */
export async function update(options: UpdateOptions, context: Context): Promise<Outcome<readonly Update[]>> {
  const result: Update[] = [];
  for (const { place, script } of selectAdded(options.scripts, context)) {
    result.push(await updateOne({ place, script }, options, context));
    context.signal.throwIfAborted();
  }
  const isBad = result.some(
    ({ outcome, risks }) => outcome === 'refused' || (outcome === 'planned' && risks.length > 0),
  );
  return { result, status: isBad ? 'findings' : 'ok' };
}

interface Placed {
  readonly place: AddedPlace;
  readonly script: AddedScript;
}

/** Scripts by name, of the project before those of the user; all when none is named. @throws CDEV_E_MARKETPLACE_NOT_ADDED */
export function selectAdded(names: readonly string[], context: Pick<Context, 'cwd' | 'home'>): readonly Placed[] {
  const all = addedPlaces(context).flatMap((place) =>
    readAddedLock(place.lock).scripts.map((script) => ({ place, script })),
  );
  if (names.length === 0) return all;
  return names.map((name) => {
    const found = all.find(({ script }) => [script.name, script.package, `cdev-${script.name}`].includes(name));
    const known = all.map(({ script }) => script.name).join(', ');
    if (!found) throw errors.make('CDEV_E_MARKETPLACE_NOT_ADDED', { script: name, known });
    return found;
  });
}

async function updateOne({ place, script }: Placed, options: UpdateOptions, context: Context): Promise<Update> {
  const about = { script: script.name, package: script.package, from: script.version };
  const refused = (error: unknown, more: Partial<Update> = {}): Update => {
    if (!isCdevError(error) || error.kind === 'interrupted' || !isOwnError(error)) throw error;
    return { ...about, to: undefined, changes: [], risks: [], ...more, outcome: 'refused', reason: reasonOf(error) };
  };
  let inspected: Inspected;
  try {
    // Asked here, so that it is the pinned registry that answers, whatever else is configured.
    await pinnedRegistry(script, context);
    const from = script.registry;
    inspected = await lookInto({ spec: script.package, index: options.index, registries: [], from }, context);
  } catch (error) {
    return refused(error);
  }
  const { inspection } = inspected;
  const { version: to, integrity } = inspection;
  const known = { ...about, to };
  if (integrity === script.integrity)
    return { ...known, changes: [], risks: [], outcome: 'current', reason: undefined };
  const changes = changesOf(script, inspected);
  const risks = updateRisks(script, inspected);
  try {
    if (to === script.version)
      throw errors.make('CDEV_E_MARKETPLACE_INTEGRITY', {
        package: `${script.package}@${to}`,
        expected: script.integrity,
        found: integrity,
      });
    if (inspection.script !== script.name)
      throw errors.make('CDEV_E_MARKETPLACE_REFUSED', {
        package: `${script.package}@${to}`,
        reason: `it would be called ${inspection.script} now`,
      });
    if (options.isDryRun) return { ...known, changes, risks, outcome: 'planned', reason: undefined };
    await acceptRisks(`${script.package}@${to}`, risks, { ...options, prompt: context.prompt });
  } catch (error) {
    return refused(error, { to, changes, risks });
  }
  await context.prompt.confirm(updateQuestion({ ...known, changes }));
  await install(inspected, place, context);
  context.log.info('updated', { package: script.package, from: script.version, to });
  return { ...known, changes, risks, outcome: 'updated', reason: undefined };
}

/** The risks stand in the answer themselves; what is left to say is how to take them. */
function reasonOf(error: CdevError): string {
  return error.code === 'CDEV_E_MARKETPLACE_RISK'
    ? `needs a yes of its own: --accept ${String(error.details['accept'])}`
    : error.message;
}
