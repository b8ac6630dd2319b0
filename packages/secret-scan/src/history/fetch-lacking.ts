import { isCdevError } from '@cdev/core/errors';
import { git, type Repository } from '@cdev/git';
import { startGit } from './git-stream.ts';

/** Of a clone without trees each round brings one more level of folders. */
const mostRounds = 100;

/**
 * A partial clone lacks contents, and git fetches them as it meets them, commit by commit. All that a range needs is fetched at once, as git itself does for
 * one commit: https://git-scm.com/docs/partial-clone
 * @param remote the one that has promised them
 * @param range commits as `git rev-list --stdin` takes them
 * @returns why some are lacking still; undefined where none is
 */
export async function fetchLacking(
  repository: Repository,
  remote: string,
  range: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  for (let round = 0; round < mostRounds; round += 1) {
    const lacking = await lackingIn(repository, range, signal).catch(problemOf);
    if (typeof lacking === 'string') return lacking;
    if (lacking.length === 0) return undefined;
    const { ok, stderr } = await git(repository, [...fetch, remote, ...fetchOptions], {
      input: `${lacking.join('\n')}\n`,
      allowFailure: true,
      signal,
    });
    if (!ok)
      return `The clone is partial: ${lacking.length} ${lacking.length === 1 ? 'content' : 'contents'} could not be fetched from ${remote} (${lastLine(stderr)})`;
  }
  return `The clone is partial, and ${remote} does not give all that it lacks`;
}

const fetch = ['-c', 'fetch.negotiationAlgorithm=noop', 'fetch', '--quiet'];
const fetchOptions = [
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--recurse-submodules=no',
  '--filter=blob:none',
  '--stdin',
];

/** Told without being fetched. */
async function lackingIn(
  { gitDir }: Repository,
  input: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const lacking: string[] = [];
  let rest = '';
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', '--stdin'];
  await startGit(args, { gitDir, input, signal }).read((chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('?')) lacking.push(line.slice(1));
  });
  return lacking;
}

/** A commit that cannot be read. */
function problemOf(error: unknown): string {
  if (!isCdevError(error, 'CDEV_E_SECRET_SCAN_GIT_FAILED')) throw error;
  return `What the partial clone lacks could not be told: ${error.message}`;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
