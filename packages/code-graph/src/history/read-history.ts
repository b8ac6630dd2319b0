import { isPartialClone, readGit, readGitLine } from '../git.ts';
import type { History, PastCommit } from './history.ts';

export interface ReadHistoryOptions {
  /** Most commits read, newest first. Default 4,000; 0 reads none. */
  readonly limit?: number | undefined;
  /** The history that ends there. Default HEAD. */
  readonly commit?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

const nothing: History = { commits: [], isPartial: false };

/**
 * The commits that lead to HEAD or `commit`, without merges. Empty where there is no repository, no commit, or the commit is
 * not there. Moved files keep their history under the name they have now.
 */
export async function readHistory(cwd: string, options: ReadHistoryOptions = {}): Promise<History> {
  const { limit = 4000, commit = 'HEAD', signal } = options;
  if (limit <= 0) return nothing;
  const output = await readLog(cwd, { limit, commit, signal });
  if (output === undefined) return nothing;
  const isShallow = (await readGitLine(cwd, ['rev-parse', '--is-shallow-repository'], { signal })) === 'true';
  const commits = parseLog(output.toString('utf8'));
  return { commits, isPartial: isShallow || commits.length === limit };
}

/**
 * Moved and edited files are recognised by their contents, so many at most that a giant commit costs little. Where contents are
 * missing (partial clones, damaged ones) only files moved unchanged are.
 */
async function readLog(
  cwd: string,
  { limit, commit = 'HEAD', signal }: ReadHistoryOptions,
): Promise<Buffer | undefined> {
  const format = '--format=%x01%H%x02%ct%x02%B%x03';
  const ask = (renames: readonly string[]): Promise<Buffer | undefined> => {
    const args = ['log', '--no-merges', '--name-status', ...renames, '-z', format, `--max-count=${limit}`];
    return readGit(cwd, [...args, '--end-of-options', commit, '--'], { signal });
  };
  return ((await isPartialClone(cwd, signal)) ? undefined : await ask(['-M', '-l200'])) ?? ask(['-M100%']);
}

/** A message may hold any byte but NUL, so a record begins only where a hash and its separators stand. */
const recordStart = /\u0001(?=[0-9a-f]{40,64}\u0002\d+\u0002)/;

function parseLog(output: string): readonly PastCommit[] {
  // From newest to oldest: what an older commit calls by its old name is known here by today's.
  const today = new Map<string, string>();
  return output
    .split(recordStart)
    .slice(1)
    .map((record) => {
      const end = record.lastIndexOf('\u0003');
      const [hash = '', time = '0', ...message] = record.slice(0, end).split('\u0002');
      const paths = readChanges(record.slice(end + 1), today);
      return { hash, time: Number(time), message: withoutTrailers(message.join('\u0002')), paths };
    });
}

function readChanges(text: string, today: Map<string, string>): readonly string[] {
  const fields = text
    .split('\0')
    .map((field) => field.replace(/^\n+/, ''))
    .filter((field) => field !== '');
  const paths = new Set<string>();
  for (let at = 0; at < fields.length; at += 1) {
    const status = fields[at] as string;
    const path = fields[(at += 1)] ?? '';
    if (!/^[RC]\d/.test(status)) {
      paths.add(today.get(path) ?? path);
      continue;
    }
    const newPath = fields[(at += 1)] ?? '';
    const name = today.get(newPath) ?? newPath;
    paths.add(name);
    if (status.startsWith('R')) today.set(path, name);
  }
  return [...paths].sort();
}

const trailer =
  /^\s*(?:[a-z]+(?:-[a-z]+)*-(?:by|id|url|date)|cc|refs?|closes|fixes|resolves)\s*:|^\s*\(cherry picked from|^git-svn-id:/i;

/** Who signed and which ticket it closed says nothing of what a commit did. */
function withoutTrailers(message: string): string {
  return message
    .split('\n')
    .filter((line) => !trailer.test(line))
    .join('\n')
    .trim();
}
