import type { CodeOwners } from '@cdev/code-graph';
import { reviewersOf, type DeploymentPlan, type PathReviewers } from '@cdev/deployment-plan';

/** Adds who is asked to review what the agents may write, and for each agent whose files it has and which line says so. The plan as it is where nobody is named. */
export function withReviewers(plan: DeploymentPlan, codeOwners: CodeOwners | undefined): DeploymentPlan {
  const paths = [...plan.agents.flatMap(writtenBy), ...plan.shared.map(({ path }) => path)];
  const reviewers = reviewersFor(paths, codeOwners);
  if (codeOwners === undefined || reviewers.length === 0) return plan;
  const reviewed = { ...plan, reviewers };
  const lines = new Map(
    paths.flatMap((path) => codeOwners.ownersOf(path).map(({ anyOf, line }) => [`${path} ${anyOf.join(' ')}`, line])),
  );
  const reasonsOf = (id: string): string[] =>
    reviewersOf(reviewed, id).flatMap(({ anyOf, paths: own }) => {
      const byLine = Map.groupBy(own, (path) => lines.get(`${path} ${anyOf.join(' ')}`));
      return [...byLine].map(
        ([line, of]) =>
          `${anyOf.join(' or ')} ${anyOf.length === 1 ? 'owns' : 'own'} ${of.join(', ')} (${codeOwners.file}:${line})`,
      );
    });
  return {
    ...reviewed,
    agents: plan.agents.map((agent) => ({ ...agent, reasons: [...agent.reasons, ...reasonsOf(agent.id)] })),
  };
}

/** The owners of paths, each with all of theirs, who has most first. */
export function reviewersFor(paths: readonly string[], codeOwners: CodeOwners | undefined): readonly PathReviewers[] {
  if (codeOwners === undefined) return [];
  const owned = [...new Set(paths)]
    .sort()
    .flatMap((path) => codeOwners.ownersOf(path).map(({ anyOf }) => ({ path, anyOf })));
  return [...Map.groupBy(owned, ({ anyOf }) => anyOf.join(' ')).values()]
    .map((of) => ({ anyOf: of[0]?.anyOf ?? [], paths: of.map(({ path }) => path) }))
    .sort((a, b) => b.paths.length - a.paths.length);
}

/** The files of an agent that are there or promised; a new folder stands for itself only where nothing in it is promised yet. */
function writtenBy({
  owns,
  creates,
}: {
  readonly owns: readonly string[];
  readonly creates: readonly string[];
}): string[] {
  const isEmpty = (pattern: string): boolean =>
    !pattern.endsWith('/**') || !creates.some((path) => path.startsWith(pattern.slice(0, -2)));
  return [...owns.filter(isEmpty), ...creates];
}
