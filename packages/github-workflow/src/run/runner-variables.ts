import { asText } from '../expression/as-text.ts';
import { join } from 'node:path';
import { systemNames } from '../plan/runner-system.ts';
import type { Frame } from './job-state.ts';

const fromContext = [
  'action',
  'actor',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'job',
  'ref',
  'ref_name',
  'ref_protected',
  'ref_type',
  'repository',
  'repository_owner',
  'retention_days',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'triggering_actor',
  'workflow',
  'workflow_ref',
  'workflow_sha',
  'workspace',
] as const;

/** The variables that GitHub's runner gives to each step. */
export function runnerVariables({ job, actionPath }: Frame, action: string): Readonly<Record<string, string>> {
  const github = job.contexts['github'] as Readonly<Record<string, unknown>>;
  const entries = fromContext.map((name) => [`GITHUB_${name.toUpperCase()}`, asText(github[name])]);
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ...(Object.fromEntries(entries) as Record<string, string>),
    GITHUB_ACTION: action,
    GITHUB_EVENT_PATH: asText(github['event_path']),
    // An action of the repository itself has no repository and version of its own.
    GITHUB_ACTION_REPOSITORY: '',
    GITHUB_ACTION_REF: '',
    ...(actionPath !== undefined && { GITHUB_ACTION_PATH: actionPath }),
    ...runnerFolders(job.temp),
    RUNNER_OS: runnerOs(job.share.plan.machine.system),
    RUNNER_ARCH: job.share.plan.machine.arch,
    RUNNER_NAME: 'cdev',
    RUNNER_ENVIRONMENT: 'self-hosted',
    RUNNER_WORKSPACE: join(job.workspace, '..'),
  };
}

export function runnerFolders(temp: string): Readonly<Record<'RUNNER_TEMP' | 'RUNNER_TOOL_CACHE', string>> {
  return { RUNNER_TEMP: join(temp, 'temp'), RUNNER_TOOL_CACHE: join(temp, 'tools') };
}

export function runnerOs(system: keyof typeof systemNames): string {
  return systemNames[system];
}
