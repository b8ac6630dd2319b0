import { isExactPath, patternMatcher } from '../pattern/matches-pattern.ts';
import { patternsOverlap } from '../pattern/patterns-overlap.ts';
import type { DeploymentPlan, SharedPath } from '../plan.ts';
import type { FileIndex } from './file-index.ts';
import { isUsable, type PlacedPath } from './check-paths.ts';
import { errorFinding, type PlanFinding } from './plan-finding.ts';

interface Claim extends PlacedPath {
  readonly agent: string;
  readonly isExact: boolean;
}

/**
 * Whether two agents may write the same path: every pair of patterns of two agents, by intersection. `files` (tracked and promised
 * ones) give the example in the message. Paths that the plan shares are out of everybody's ownership and do not count.
 */
export function checkOverlaps(plan: DeploymentPlan, files: FileIndex): readonly PlanFinding[] {
  const claims = claimsOf(plan);
  const shared = plan.shared.filter((entry, index) => isUsable({ path: entry.path, where: `shared[${index}].path` }));
  return overlappingPairs(claims)
    .filter(([one, other]) => !isTakenOut(shared, one, other))
    .map(([one, other]) => describe(one, other, { files, shared }));
}

function claimsOf({ agents }: DeploymentPlan): readonly Claim[] {
  return agents.flatMap(({ id, owns }, index) =>
    owns
      .map((path, at) => ({ agent: id, path, where: `agents[${index}].owns[${at}]`, isExact: isExactPath(path) }))
      .filter(isUsable),
  );
}

/** Exact paths are found by name; only patterns are compared with everything. */
function overlappingPairs(claims: readonly Claim[]): readonly (readonly [Claim, Claim])[] {
  const pairs: (readonly [Claim, Claim])[] = [];
  const seen = new Map<string, Claim[]>();
  for (const claim of claims.filter(({ isExact }) => isExact)) {
    const before = seen.get(claim.path) ?? [];
    for (const other of before) if (other.agent !== claim.agent) pairs.push([other, claim]);
    seen.set(claim.path, [...before, claim]);
  }
  for (const [index, claim] of claims.entries()) {
    if (claim.isExact) continue;
    for (const [at, other] of claims.entries()) {
      const isDone = !other.isExact && at <= index;
      if (isDone || other.agent === claim.agent || !patternsOverlap(claim.path, other.path)) continue;
      pairs.push(index < at ? [claim, other] : [other, claim]);
    }
  }
  return pairs;
}

/** All that the two have in common is shared: one of them is an exact shared path, or a pattern that a shared one repeats. */
function isTakenOut(shared: readonly SharedPath[], one: Claim, other: Claim): boolean {
  return [one, other].some(({ path, isExact }) =>
    shared.some((entry) => entry.path === path || (isExact && patternMatcher(entry.path)(path))),
  );
}

interface Known {
  readonly files: FileIndex;
  readonly shared: readonly SharedPath[];
}

function describe(one: Claim, other: Claim, { files, shared }: Known): PlanFinding {
  const isOther = patternMatcher(other.path);
  const example = [...files.matching(one.path)].find(
    (file) => isOther(file) && !shared.some((entry) => patternMatcher(entry.path)(file)),
  );
  const both = one.path === other.path ? `"${one.path}"` : `"${one.path}" and "${other.path}"`;
  return errorFinding('ownership-overlap', other.where, {
    message: `${one.agent} and ${other.agent} both own ${both}${example === undefined || example === one.path ? '' : `, for example ${example}`}`,
    fix: `Leave it to one of them, or declare it under "shared" with a merge rule`,
  });
}
