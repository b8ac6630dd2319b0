import { isCdevError } from '@cdev/core/errors';
import { patternMatcher } from '../pattern/matches-pattern.ts';
import type { DeploymentPlan } from '../plan.ts';
import { errorFinding, type PlanFinding } from './plan-finding.ts';

/** A path or pattern with the field it stands in. */
export interface PlacedPath {
  readonly path: string;
  readonly where: string;
}

/** All paths and patterns of a plan that name what is written. */
export function writtenPaths(plan: DeploymentPlan): readonly PlacedPath[] {
  return [
    ...plan.agents.flatMap(({ owns, creates }, index) => [
      ...owns.map((path, at) => ({ path, where: `agents[${index}].owns[${at}]` })),
      ...creates.map((path, at) => ({ path, where: `agents[${index}].creates[${at}]` })),
    ]),
    ...plan.shared.map(({ path }, index) => ({ path, where: `shared[${index}].path` })),
  ];
}

/** The form of paths: relative to the repository, posix, without detours, not git's own. */
export function checkPaths(plan: DeploymentPlan): readonly PlanFinding[] {
  const claimable = (plan.claimable ?? []).map(({ path }, index) => ({ path, where: `claimable[${index}].path` }));
  return [...writtenPaths(plan), ...claimable].flatMap(({ path, where }) => {
    const problem = pathProblem(path) ?? patternProblem(path, where);
    return problem ? [errorFinding('path-form', where, problem)] : [];
  });
}

/** True when nothing is wrong with the form, so that the pattern may be used for further checks. */
export function isUsable({ path, where }: PlacedPath): boolean {
  return pathProblem(path) === undefined && patternProblem(path, where) === undefined;
}

function pathProblem(path: string): { message: string; fix: string } | undefined {
  const said = (message: string, fix: string) => ({ message: `"${path}" ${message}`, fix });
  if (path.trim() === '') return said('is empty', 'Remove it');
  if (/^(?:\/|[A-Za-z]:[\\/]|~\/)/.test(path))
    return said('is not relative to the repository', 'Begin at the top folder of the repository');
  if (path.endsWith('/')) return said('names a folder, and folders are not tracked', `Write ${path}**`);
  if (path.split('/').some((part) => part === '.' || part === '..' || part === ''))
    return said('takes a detour (., .. or //)', 'Write the plain path');
  if (/^\.(?:git|cdev)(?:\/|$)/i.test(path)) return said("is git's or cdev's own folder", 'Remove it');
  return undefined;
}

function patternProblem(path: string, where: string): { message: string; fix: string } | undefined {
  // A promise and what may be claimed are each one exact path, whatever characters it has.
  if (where.includes('.creates[') || where.startsWith('claimable[')) return undefined;
  if (/\\(?![*?[\]{},\\])/.test(path.replaceAll('\\\\', '')))
    return { message: `"${path}" has backslashes`, fix: 'Write paths with slashes' };
  try {
    patternMatcher(path);
    return undefined;
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_PLAN_PATTERN_INVALID')) throw error;
    return { message: error.message, fix: error.steps[0] };
  }
}
