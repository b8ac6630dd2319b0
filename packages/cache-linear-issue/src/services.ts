import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { Patience } from './http/send.ts';
import type { LinearClient } from './linear/linear-client.ts';
import { localService } from './local-service.ts';
import type { Reference } from './reference/reference.ts';
import type { IssueService } from './issue-service.ts';

/** Everything outside that issues come from; what serves a source is loaded when it is first needed. */
export interface Services {
  readonly issues: IssueService;
  readonly linear: () => Promise<LinearClient>;
}

/** One run's services. What keeps a service from answering at all is asked about once and holds for the rest of the run. */
export function openServices(limits: Pick<Patience, 'timeLimit' | 'maxWait'>, context: Context): Services {
  const { env, signal, clock, progress } = context;
  const patience: Patience = { ...limits, signal, clock, onWait: progress.note };
  const linear = async (): Promise<LinearClient> =>
    (await import('./linear/linear-client.ts')).linearClient(env, patience);
  const open = async (source: Reference['source']): Promise<IssueService> => {
    if (source === 'linear') return (await import('./linear/linear-service.ts')).linearService(await linear(), clock);
    if (source === 'github') return (await import('./github/github-service.ts')).githubService(env, patience);
    return localService(context);
  };
  const down = new Map<Reference['source'], unknown>();
  return {
    linear,
    issues: {
      fetch: async (reference, known) => {
        const { source } = reference;
        if (down.has(source)) throw down.get(source);
        try {
          return await (await open(source)).fetch(reference, known);
        } catch (error) {
          if (isOfService(error)) down.set(source, error);
          throw error;
        }
      },
    },
  };
}

/** Another issue may be allowed where one is forbidden; the rest of what the environment lacks holds for all. */
function isOfService(error: unknown): boolean {
  return isCdevError(error) && error.kind === 'environment' && error.code !== 'CDEV_E_CACHE_ISSUE_FORBIDDEN';
}
