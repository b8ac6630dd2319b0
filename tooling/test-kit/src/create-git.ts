import { execa } from 'execa';
import { scrubbedEnvironment } from './scrubbed-environment.ts';

export type Git = (...args: readonly string[]) => Promise<string>;

/** git in a given folder, with fixed identity and a clock of its own that moves one minute with each commit. */
export function createGit(home: string): (folder: string, ...args: readonly string[]) => Promise<string> {
  let minutes = 0;
  return async (folder, ...args) => {
    if (args[0] === 'commit' || args[0] === 'merge') minutes += 1;
    const date = new Date(Date.UTC(2026, 0, 1, 0, minutes)).toISOString();
    const { stdout } = await execa('git', args, {
      cwd: folder,
      extendEnv: false,
      env: { ...scrubbedEnvironment(home), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
    return stdout;
  };
}
