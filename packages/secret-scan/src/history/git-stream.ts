import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { errors } from '../errors.ts';
import { unaltered } from './unaltered.ts';

export interface GitStreamOptions {
  /** Named to git, so that what a surrounding git left in the environment does not lead elsewhere. */
  readonly gitDir: string;
  readonly input?: string | Buffer | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Ended {
  readonly code: number | null;
  readonly problem: string;
}

/**
 * By itself glibc gives the memory of each content back to the system and asks for it anew: a fifth of what a `git log -p` costs. The first two are its own limits, as far as
 * it lets them be raised; with the third it asks for large pages, where the system gives them to who asks: most of what a short run costs is that pages are touched first.
 * https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html
 */
const keepingMemory = [
  'glibc.malloc.mmap_threshold=33554432',
  'glibc.malloc.trim_threshold=67108864',
  'glibc.malloc.hugetlb=1',
].join(':');
/** Starts a git which no variable lets show less: what is set there for differences counts for more than an option. */
const plainly = ['env', '-u', 'GIT_DIFF_OPTS', ...Object.entries(unaltered).map(([name, value]) => `${name}=${value}`)];
/** And one that writes 64 KB at a time, and not what it has after each commit: it puts a library before git and becomes it. */
const buffering = ['stdbuf', '-o64K', ...plainly, 'GIT_FLUSH=0', `GLIBC_TUNABLES=${keepingMemory}`];
/** What it ends with when it is broken itself; git has other numbers. */
const isBroken = (code: number | null): boolean => code === 125 || code === 126 || code === 127;

/** In bytes, of what nobody reads yet. */
const mostWaiting = 16_000_000;

/** A git that has been started. */
export interface GitOutput {
  /**
   * Gives on what it wrote, which is kept until then, and what it writes, in chunks as it comes; a git that has written much waits for it. To be called once.
   * @throws CDEV_E_SECRET_SCAN_GIT_FAILED, and what `signal` was aborted with
   */
  readonly read: (onChunk: (chunk: Buffer) => void) => Promise<void>;
  /** Nobody will read it. */
  readonly stop: () => void;
}

/**
 * Starts a git that only reads. What it writes is given on as it comes, as a history is larger than what can be kept; the end of its
 * error output is in the error.
 *
 * By itself git writes 4 KB at a time and wakes its reader for each, which is a seventh of all that a history costs; so it is started by
 * `stdbuf` of the GNU core utilities where the system has it, and as it is where that cannot be.
 */
export function startGit(args: readonly string[], { gitDir, signal, ...options }: GitStreamOptions): GitOutput {
  const stopping = new AbortController();
  const signals = [stopping.signal, ...(signal === undefined ? [] : [signal])];
  let waiting: Buffer[] | undefined = [];
  let size = 0;
  let output: Readable | undefined;
  let give = (chunk: Buffer): void => {
    waiting?.push(chunk);
    size += chunk.length;
    if (size > mostWaiting) output?.pause();
  };
  const run = async (): Promise<void> => {
    const command = ['git', '--no-optional-locks', '--no-replace-objects', '--git-dir', gitDir, ...args];
    const all = {
      ...options,
      gitDir,
      signal: AbortSignal.any(signals),
      onStart: (stdout: Readable) => (output = stdout),
    };
    const onChunk = (chunk: Buffer): void => give(chunk);
    const { code, problem } = (await buffered(command, all, onChunk)) ?? (await stream(command, all, onChunk));
    if (code !== 0)
      throw errors.make('CDEV_E_SECRET_SCAN_GIT_FAILED', {
        command: `git ${args.find((each) => /^[a-z]+$/.test(each)) ?? ''}`,
        problem: problem.trim(),
      });
  };
  const ended = run();
  // Told to who reads.
  ended.catch(() => {});
  return {
    read: async (onChunk) => {
      waiting?.forEach(onChunk);
      waiting = undefined;
      give = onChunk;
      output?.resume();
      await ended;
    },
    stop: () => {
      waiting = undefined;
      stopping.abort();
    },
  };
}

interface StreamOptions extends GitStreamOptions {
  readonly onStart: (stdout: Readable) => void;
}

/** Undefined where that cannot be, and nothing was given on. */
async function buffered(
  command: readonly string[],
  options: StreamOptions,
  onChunk: (chunk: Buffer) => void,
): Promise<Ended | undefined> {
  const starter = process.platform === 'linux' ? buffering : plainly;
  let hasBegun = false;
  try {
    const ended = await stream([...starter, ...command], options, (chunk) => {
      hasBegun = true;
      onChunk(chunk);
    });
    return isBroken(ended.code) && !hasBegun ? undefined : ended;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES') return undefined;
    throw error;
  }
}

async function stream(
  [file = '', ...args]: readonly string[],
  { gitDir, input, signal, onStart }: StreamOptions,
  onChunk: (chunk: Buffer) => void,
): Promise<Ended> {
  // There git finds no attributes of files: whether lines are shown is for their contents to say.
  const child = spawn(file, args, { cwd: gitDir, ...(signal && { signal }) });
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem = (problem + text).slice(-4000);
  });
  // A git that ends before it has read everything says why on stderr.
  child.stdin.on('error', () => {});
  child.stdin.end(input ?? '');
  child.stdout.on('data', onChunk);
  onStart(child.stdout);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, problem };
}
