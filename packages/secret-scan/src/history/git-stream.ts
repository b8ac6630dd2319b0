import { spawn } from 'node:child_process';
import { errors } from '../errors.ts';

export interface GitStreamOptions {
  /** Named to git, so that what a surrounding git left in the environment does not lead elsewhere. */
  readonly gitDir: string;
  readonly input?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a git that only reads and gives its output on in chunks as it comes: a history is larger than what can be kept. The end of git's
 * error output is in the error.
 * @throws CDEV_E_SECRET_SCAN_GIT_FAILED, and what `signal` was aborted with.
 */
export async function gitStream(
  args: readonly string[],
  { gitDir, input, signal }: GitStreamOptions,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  const child = spawn('git', ['--no-optional-locks', '--git-dir', gitDir, ...args], { ...(signal && { signal }) });
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem = (problem + text).slice(-4000);
  });
  // A git that ends before it has read everything says why on stderr.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdout.on('data', onChunk);
  const code = await ended;
  if (code !== 0)
    throw errors.make('CDEV_E_SECRET_SCAN_GIT_FAILED', {
      command: `git ${args.find((each) => /^[a-z]+$/.test(each)) ?? ''}`,
      problem: problem.trim(),
    });
}
