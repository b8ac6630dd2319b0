import { Names } from '../expression/context-data.ts';
import { githubContext } from '../plan/github-context.ts';
import type { Instance } from './run-instance.ts';
import { runnerOs } from './runner-variables.ts';

/** What a job's expressions see before it has a folder. What is asked for and was not given is noted. */
export function jobContexts(
  { share, workflow, job, contexts, secrets }: Instance,
  notes: Set<string>,
): Readonly<Record<string, unknown>> {
  const { plan } = share;
  const { workflow: top, event, facts, options } = plan;
  const github = githubContext({ workflow: top, event, facts, overrides: options.github });
  const missing = (kind: string) => (name: string) => notes.add(`${kind} ${name} was not given and is empty here`);
  return {
    ...contexts,
    github: {
      ...github,
      job: job.id,
      ...(secrets['GITHUB_TOKEN'] !== undefined && { token: secrets['GITHUB_TOKEN'] }),
      workflow: top.name,
      workflow_file: workflow.path,
    },
    secrets: new Names(secrets, { onMissing: missing('secret') }),
    vars: new Names(options.variables ?? {}, { onMissing: missing('variable') }),
    runner: {
      os: runnerOs(plan.machine.system),
      arch: plan.machine.arch,
      name: 'cdev',
      environment: 'self-hosted',
      debug: '',
    },
  };
}
