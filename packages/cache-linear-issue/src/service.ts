import type { Context } from '@cdev/core/cli';
import type { Patience } from './http/send.ts';
import { localService } from './local-service.ts';
import type { IssueService } from './source.ts';

/** One service for every reference; what serves a source is loaded when it is first needed. */
export function createService(limits: Pick<Patience, 'timeLimit' | 'maxWait'>, context: Context): IssueService {
  const { env, signal, clock, progress } = context;
  const patience: Patience = { ...limits, signal, clock, onWait: progress.note };
  return {
    fetch: async (reference, known) => {
      switch (reference.source) {
        case 'linear':
          return (await import('./linear/linear-service.ts')).linearService(env, patience).fetch(reference, known);
        case 'github':
          return (await import('./github/github-service.ts')).githubService(env, patience).fetch(reference, known);
        case 'file':
        case 'stdin':
          return localService(context).fetch(reference, known);
      }
    },
  };
}
