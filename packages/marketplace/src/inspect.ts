import type { Context, Outcome } from '@cdev/core/cli';
import { readIndexes } from './index-file/read-indexes.ts';
import { fetchCandidate, type Candidate } from './inspection/candidate.ts';
import { inspectCandidate } from './inspection/inspect-candidate.ts';
import type { Inspection } from './inspection/inspection.ts';
import { findNeeds, type Needs } from './inspection/needs.ts';
import { findPackage, parseSpec } from './registry/find-package.ts';
import { openSources, type SourceOptions } from './registry/sources.ts';

export interface InspectOptions extends SourceOptions {
  /** `name`, `name@1.2.3`, `name@next`. */
  readonly spec: string;
  readonly index: readonly string[];
  /** Start it too, in a temporary folder. */
  readonly tries: boolean;
}

export interface Inspected {
  readonly candidate: Candidate;
  readonly needs: Needs;
  readonly inspection: Inspection;
}

/**
 * Tells what is known of a script before it is added. A risk is a finding.
 * @throws CDEV_E_MARKETPLACE_*, CDEV_E_REGISTRY_*, CDEV_E_PACKAGE_TARBALL_*, CDEV_E_INSTALL_*
 */
export async function inspect(options: InspectOptions, context: Context): Promise<Outcome<Inspection>> {
  const { candidate, needs, inspection } = await lookInto(options, context);
  if (!options.tries) return { result: inspection, status: inspection.risks.length > 0 ? 'findings' : 'ok' };
  const task = context.progress.begin(`starting ${inspection.script}`);
  const { tryStart } = await import('./inspection/try-start.ts');
  const trial = await tryStart(candidate, needs, context);
  if (trial.starts) task.done();
  else task.failed(trial.detail);
  const isBad = inspection.risks.length > 0 || !trial.starts || trial.health === 'failed';
  return { result: { ...inspection, trial }, status: isBad ? 'findings' : 'ok' };
}

/** Finds, fetches and inspects; what is to be added is exactly what was looked at. */
export async function lookInto(
  options: Pick<InspectOptions, 'spec' | 'index' | 'registries' | 'from'>,
  context: Context,
): Promise<Inspected> {
  const spec = parseSpec(options.spec);
  const [sources, indexes] = await Promise.all([openSources(options, context), readIndexes(options.index, context)]);
  const task = context.progress.begin(`looking into ${options.spec}`);
  try {
    const found = await findPackage(spec, sources, context.signal);
    task.update(`fetching ${found.manifest.version}`);
    const candidate = await fetchCandidate(found, context.signal);
    task.update('finding out what it needs');
    const needs = await findNeeds(candidate, context);
    const inspection = await inspectCandidate(candidate, { needs, indexes }, context);
    task.done(inspection.version);
    return { candidate, needs, inspection };
  } catch (error) {
    task.failed();
    throw error;
  }
}
