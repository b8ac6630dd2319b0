import { ownGitVariables, withoutHooks } from '../git.ts';
import type { Repository } from '../repository.ts';
import { forkServer, type ForkedProgram } from './fork-server.ts';

export interface ForkedGits extends AsyncDisposable {
  /** Runs git without hooks and without output. Whether it succeeded: what did not is told why by `git`, run once more. */
  succeeds(args: readonly string[], program: ForkedProgram): Promise<boolean>;
}

/** For many that only do something, see `forkServer`; undefined where that gains nothing. */
export function forkedGits(repository: Repository, signal?: AbortSignal): ForkedGits | undefined {
  const server = forkServer({ cwd: repository.commonDir, env: ownGitVariables, signal });
  return (
    server && {
      succeeds: (args, program) => server.succeeds('git', [...withoutHooks, ...args], program),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    }
  );
}
