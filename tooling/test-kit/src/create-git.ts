import { execFile } from 'node:child_process';
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

export function createGitIn(home: string): GitIn {
  let minutes = 0;
  return (folder, args, input) => {
    if (commits.has(args[0] ?? '')) minutes += 1;
    const now = Date.UTC(2026, 0, 1, 0, minutes);
    const date = new Date(now).toISOString();
    const env = { ...scrubbedEnvironment(home), GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    // Node's own way to start a program: the tests start git some thousand times, and a library around it costs more than git.
    return new Promise((resolve, reject) => {
      const child = execFile('git', args, { cwd: folder, env, maxBuffer: Infinity }, (error, out, err) => {
        const [stdout, stderr] = [out, err].map((text) => text.replace(/\r?\n$/, '')) as [string, string];
        if (!error) return resolve(stdout);
        const said = [`git ${args.join(' ')} failed with exit code ${error.code}`, stderr, stdout];
        return reject(Object.assign(new Error(said.join('\n')), { exitCode: error.code, stdout, stderr }));
      });
      // git may have ended before it read this; its exit code tells why.
      child.stdin?.on('error', () => undefined).end(input?.(now / 1000));
    });
  };
}
