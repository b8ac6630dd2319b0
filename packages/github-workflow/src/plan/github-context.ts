import type { WorkflowSource } from '../source/workflow-source.ts';
import type { PlannedEvent } from './plan-event.ts';
import type { RepositoryFacts } from './repository-facts.ts';

export interface GithubParts {
  readonly workflow: WorkflowSource;
  readonly event: PlannedEvent;
  readonly facts: RepositoryFacts;
  readonly overrides: Readonly<Record<string, unknown>> | undefined;
}

/** The `github` context as far as it is the same for every job. */
export function githubContext({ workflow, event, facts, overrides }: GithubParts): Readonly<Record<string, unknown>> {
  const { slug, commit } = facts;
  const given = overrides ?? {};
  const repository = typeof given['repository'] === 'string' ? given['repository'] : slug;
  const owner = repository.split('/')[0] ?? '';
  return {
    actor: owner,
    triggering_actor: owner,
    api_url: 'https://api.github.com',
    graphql_url: 'https://api.github.com/graphql',
    server_url: 'https://github.com',
    base_ref: event.baseRef,
    head_ref: event.headRef,
    event: event.payload,
    event_name: event.name,
    ref: event.ref,
    ref_name: event.refName,
    ref_protected: false,
    ref_type: event.refType,
    repository,
    repository_owner: owner,
    repositoryUrl: `git://github.com/${repository}.git`,
    retention_days: '90',
    run_attempt: '1',
    run_id: '1',
    run_number: '1',
    secret_source: 'None',
    sha: commit,
    token: '',
    workflow: workflow.name,
    workflow_ref: `${repository}/${workflow.path}@${event.ref}`,
    workflow_sha: commit,
    ...given,
  };
}
