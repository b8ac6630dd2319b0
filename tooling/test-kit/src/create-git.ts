import { run } from '@cdev/core/subprocess';
import { scrubbedEnvironment } from './scrubbed-environment.ts';

export type Git = (...args: readonly string[]) => Promise<string>;

/** As `Git`, in a given folder; what git is to read from stdin may say when it is, in seconds since 1970. */
export type GitIn = (folder: string, args: readonly string[], input?: (now: number) => Uint8Array) => Promise<string>;

/**
 * git in a given folder, with fixed identity and a clock of its own that moves one minute with each commit. Rejects with an `exitCode`
 * and what git said.
 */
export function createGit(home: string): (folder: string, ...args: readonly string[]) => Promise<string> {
  const git = createGitIn(home);
  return (folder, ...args) => git(folder, args);
}

const commits = new Set(['commit', 'merge', 'fast-import']);

/** Of the n-th commit, in milliseconds since 1970. */
export function dateOf(commit: number): number {
  return Date.UTC(2026, 0, 1, 0, commit);
}

export function createGitIn(home: string, commitsBefore = 0): GitIn {
  let minutes = commitsBefore;
  return async (folder, args, input) => {
    if (commits.has(args[0] ?? '')) minutes += 1;
    const now = dateOf(minutes);
    const date = new Date(now).toISOString();
    const env = { ...scrubbedEnvironment(home), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const { ok, exitCode, stdoutBytes, stderr } = await run('git', args, {
      cwd: folder,
      env,
      isolatedEnv: true,
      input: input?.(now / 1000),
      allowFailure: true,
      maxOutput: Number.MAX_SAFE_INTEGER,
      // The tests start git some thousand times: what is cheapest will do, a git that dies is only started once more.
      lifetime: 'free',
      isRepeatable: true,
    });
    const [stdout, said] = [stdoutBytes.toString('utf8'), stderr].map((text) => text.replace(/\r?\n$/, '')) as [
      string,
      string,
    ];
    if (ok) return stdout;
    const message = [`git ${args.join(' ')} failed with exit code ${exitCode}`, said, stdout].join('\n');
    throw Object.assign(new Error(message), { exitCode, stdout, stderr: said });
  };
}
