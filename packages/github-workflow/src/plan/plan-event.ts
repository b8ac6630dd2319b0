import { matchesFilter } from './filter-pattern.ts';
import type { RepositoryFacts } from './repository-facts.ts';
import type { EventFilter, WorkflowSource } from '../source/workflow-source.ts';

/** The event a workflow is run for, and whether it would start the workflow on GitHub. */
export interface PlannedEvent {
  readonly name: string;
  readonly isTriggered: boolean;
  /** Why it was chosen, or why it would not start the workflow. */
  readonly reason: string;
  /** `github.event`. */
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly refName: string;
  readonly refType: 'branch' | 'tag';
  readonly headRef: string;
  readonly baseRef: string;
}

export interface EventRequest {
  /** Default: push when that starts the workflow, else pull_request, else the first that does. */
  readonly event?: string | undefined;
  /** Laid over the payload that is made up. */
  readonly payload?: Readonly<Record<string, unknown>> | undefined;
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
  /** Run although the filters of the event say no. */
  readonly ignoreFilters?: boolean | undefined;
}

export interface EventPlace {
  readonly facts: RepositoryFacts;
  /** Undefined when there is nothing to compare with: path filters then count as matched. */
  readonly changed: readonly string[] | undefined;
}

export function planEvent(workflow: WorkflowSource, request: EventRequest, place: EventPlace): PlannedEvent {
  const names = request.event === undefined ? candidates(workflow) : [request.event];
  const tried = names.map((name) => ({ name, refusal: refusalOf(workflow.events.get(name), name, place) }));
  const fitting = tried.find(({ refusal }) => refusal === undefined);
  const chosen = fitting ??
    tried[0] ?? { name: 'push', refusal: 'the workflow names no event that can be played here' };
  const isForced = chosen.refusal !== undefined && request.ignoreFilters === true && workflow.events.has(chosen.name);
  const reason = isForced ? `although ${chosen.refusal}` : (chosen.refusal ?? reasonOf(request, chosen.name, tried));
  return { ...describeEvent(chosen.name, request, place), isTriggered: fitting !== undefined || isForced, reason };
}

/** Events that need nothing but a commit come first. */
function candidates(workflow: WorkflowSource): readonly string[] {
  const preferred = ['push', 'pull_request', 'merge_group', 'workflow_dispatch', 'schedule'];
  const rest = [...workflow.events.keys()].filter((name) => !preferred.includes(name));
  return [...preferred.filter((name) => workflow.events.has(name)), ...rest];
}

function reasonOf(
  request: EventRequest,
  name: string,
  tried: readonly { name: string; refusal: string | undefined }[],
): string {
  if (request.event !== undefined) return 'asked for';
  const passed = tried
    .slice(
      0,
      tried.findIndex((one) => one.name === name),
    )
    .map(({ refusal }) => refusal);
  return passed.length === 0 ? 'its first event' : `because ${passed.join('; ')}`;
}

function refusalOf(filter: EventFilter | undefined, name: string, { facts, changed }: EventPlace): string | undefined {
  if (!filter) return `the workflow does not start on ${name}`;
  // A pull request is filtered by the branch it goes to.
  const branch = name.startsWith('pull_request') ? facts.defaultBranch : facts.branch;
  const isAboutBranch = ['push', 'pull_request', 'pull_request_target'].includes(name);
  if (
    isAboutBranch &&
    name === 'push' &&
    branch !== undefined &&
    !filter.branches &&
    (filter.tags || filter.tagsIgnore) &&
    !filter.branchesIgnore
  )
    return 'push starts it for tags alone';
  if (isAboutBranch && branch !== undefined) {
    if (filter.branches && !matchesFilter(branch, filter.branches))
      return `${name} starts it on ${filter.branches.join(', ')}, not on ${branch}`;
    if (filter.branchesIgnore && matchesFilter(branch, filter.branchesIgnore)) return `${name} leaves ${branch} out`;
  }
  if (filter.types && !filter.types.includes(defaultTypes[name] ?? filter.types[0] ?? ''))
    return `${name} starts it for ${filter.types.join(', ')} alone`;
  if (!changed) return undefined;
  const { paths, pathsIgnore } = filter;
  if (paths && !changed.some((path) => matchesFilter(path, paths))) return `nothing changed in ${paths.join(', ')}`;
  if (pathsIgnore && changed.length > 0 && changed.every((path) => matchesFilter(path, pathsIgnore)))
    return `everything that changed is in ${pathsIgnore.join(', ')}, which it leaves out`;
  return undefined;
}

const defaultTypes: Readonly<Record<string, string>> = {
  pull_request: 'synchronize',
  pull_request_target: 'synchronize',
};

function describeEvent(
  name: string,
  request: EventRequest,
  { facts }: EventPlace,
): Omit<PlannedEvent, 'isTriggered' | 'reason'> {
  const { slug, commit, branch, defaultBranch, author, subject } = facts;
  const [owner = '', repository = ''] = slug.split('/');
  const refName = branch ?? commit.slice(0, 7);
  const inputs = request.inputs ?? {};
  const sender = { login: owner, type: 'User' };
  const head = { id: commit, message: subject, author, committer: author, timestamp: '' };
  const isPull = name.startsWith('pull_request');
  const about = {
    full_name: slug,
    name: repository,
    owner: { login: owner, name: owner },
    default_branch: defaultBranch,
    fork: false,
  };
  const payload = {
    repository: about,
    sender,
    ...(name === 'push' && {
      ref: `refs/heads/${refName}`,
      before: facts.base ?? '0'.repeat(40),
      after: commit,
      head_commit: head,
      commits: [head],
      pusher: author,
      created: false,
      deleted: false,
      forced: false,
    }),
    ...(isPull && {
      action: 'synchronize',
      number: 0,
      pull_request: {
        number: 0,
        title: subject,
        draft: false,
        head: { ref: refName, sha: commit, repo: about },
        base: { ref: defaultBranch, sha: facts.base ?? commit, repo: about },
        user: sender,
        labels: [],
      },
    }),
    ...(name === 'schedule' && { schedule: '' }),
    ...((name === 'workflow_dispatch' || name === 'workflow_call') && { inputs, ref: `refs/heads/${refName}` }),
    ...request.payload,
  };
  const pull = (payload as { pull_request?: { head?: { ref?: string }; base?: { ref?: string } } }).pull_request;
  return {
    name,
    payload,
    ref: isPull ? 'refs/pull/0/merge' : `refs/heads/${refName}`,
    refName: isPull ? '0/merge' : refName,
    refType: 'branch',
    headRef: isPull ? (pull?.head?.ref ?? refName) : '',
    baseRef: isPull ? (pull?.base?.ref ?? defaultBranch) : '',
  };
}
