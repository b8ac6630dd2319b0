import type { Context, Outcome } from '@cdev/core/cli';
import type { PathReviewers } from '@cdev/deployment-plan';
import { openRepository, resolveCommit } from '@cdev/git';
import { counted } from './counted.ts';
import { requireCount } from './decompose-parallel.ts';
import { errors } from './errors.ts';
import { assignPaths, type OwnedPaths } from './ownership/assign-paths.ts';
import { reviewersFor } from './plan/with-reviewers.ts';
import type { Requirement } from './requirement/requirement.ts';
import { studyRequirements } from './requirement/study-requirements.ts';
import { readRequests, type Request } from './source/read-requests.ts';

export interface PlanRequestsOptions {
  /** A JSON file with the requests, relative to the context's `cwd`; `-` for stdin. */
  readonly file: string | undefined;
  /** Files of a request at most, unless its text names more. */
  readonly maxFiles: number;
}

/** What one request should own; no path is owned by two. */
export interface RequestOwnership extends OwnedPaths {
  /** The request's id. */
  readonly request: string;
}

export interface RequestPlan {
  /** One for each request, in their order. */
  readonly agents: readonly RequestOwnership[];
  /** Paths that several may write, because they merge by a rule. */
  readonly shared: readonly { readonly path: string; readonly reason: string }[];
  /** Who is asked to review which of these paths, where the repository's CODEOWNERS names owners of them. */
  readonly reviewers?: readonly PathReviewers[];
}

/**
 * Which files each of several requests should own at HEAD. Unlike `decomposeParallel` it takes the cut as given: requests that name
 * the same file are not joined, the first of them owns it and the others read it.
 * @throws CDEV_E_DECOMPOSE_*
 */
export async function planRequests(
  { file, maxFiles }: PlanRequestsOptions,
  context: Context,
): Promise<Outcome<RequestPlan>> {
  requireCount('--max-files', maxFiles);
  const requests = await readRequests(file, context);
  const repository = await openRepository(context.cwd, { signal: context.signal });
  const folder = repository.top ?? repository.gitDir;
  const commit = await resolveCommit(context.cwd, 'HEAD');
  if (commit === undefined) throw errors.make('CDEV_E_DECOMPOSE_NO_COMMIT', { path: folder });
  const task = context.progress.begin('reading the repository');
  const { studied, index, codeOwners } = await studyRequirements(
    { requirements: requests.map(requirementFrom), preface: '', how: 'as given' },
    { cwd: folder, commit, signal: context.signal },
  );
  task.done(`${counted(index.inventory.files.length, 'file')}, ${counted(requests.length, 'request')}`);
  const { owned, shared } = assignPaths(
    studied.map((one) => ({ studied: [one], reasons: [] })),
    index,
    { maxFiles, codeOwners },
  );
  const agents = owned.map((paths, at) => ({ request: (requests[at] as Request).id, ...paths }));
  const reviewers = reviewersFor([...owned.flatMap(({ owns }) => owns), ...shared.map(({ path }) => path)], codeOwners);
  return {
    result: {
      agents,
      shared: shared.map(({ path, reason }) => ({ path, reason })),
      ...(reviewers.length > 0 && { reviewers }),
    },
    status: 'ok',
  };
}

function requirementFrom({ id, text }: Request, at: number): Requirement {
  const [title = '', ...rest] = text.trim().split('\n');
  return { number: at + 1, title, text: rest.join('\n').trim(), criteria: [], source: `request ${id}` };
}
