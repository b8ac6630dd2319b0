import { discoverRepository, git, readStaged, type GitPlace } from '@cdev/git';

/** A file that the next commit would change: its content in the index, and the one before. */
export interface StagedFile {
  /** From the top folder, with `/`. */
  readonly path: string;
  /** Ids of blobs; of zeros alone where there is none. */
  readonly before: string;
  readonly after: string;
}

export interface ListStagedOptions {
  /** A revision to compare the index with. Default: HEAD, or nothing before the first commit. */
  readonly base?: string | undefined;
  /** The index that is looked at, absolute. Default: the repository's own. */
  readonly index?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The files that are staged, but for links, submodules and those that are taken out. Mostly read without a process: a hook would wait for git longer than for all else. */
export async function listStaged(
  place: GitPlace,
  { base = 'HEAD', index, signal }: ListStagedOptions = {},
): Promise<readonly StagedFile[]> {
  const repository = typeof place === 'string' ? discoverRepository(place) : place;
  const read = base === 'HEAD' && repository !== undefined ? readStaged(repository, index) : undefined;
  if (read !== undefined) return read.filter(({ mode }) => isFile(mode));
  const env = index === undefined ? {} : { GIT_INDEX_FILE: index };
  const args = ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', '--diff-filter=ACMT'];
  const answer = await git(place, [...args, base, '--'], { env, isQuestion: true, signal, allowFailure: true });
  if (answer.ok) return parseRaw(answer.stdoutBytes.toString('utf8'));
  // Before the first commit the whole index is new.
  const { stdoutBytes } = await git(place, ['ls-files', '-s', '-z', '--full-name', ':/'], {
    env,
    isQuestion: true,
    signal,
  });
  return fieldsOf(stdoutBytes.toString('utf8')).flatMap((field) => {
    const [, mode, after, path] = /^(\d+) ([0-9a-f]+) \d\t([\s\S]*)$/.exec(field) ?? [];
    return mode !== undefined && isFile(mode) && after !== undefined && path !== undefined
      ? [{ path, before: '0', after }]
      : [];
  });
}

/** `:<mode> <mode> <id> <id> <letter>`, then the path. */
function parseRaw(text: string): StagedFile[] {
  const fields = fieldsOf(text);
  const changes: StagedFile[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', before = '', after = ''] = (fields[at] as string).split(' ');
    if (isFile(mode)) changes.push({ path: fields[at + 1] as string, before, after });
  }
  return changes;
}

/** No link, and no submodule. */
function isFile(mode: string): boolean {
  return mode.startsWith('100');
}

function fieldsOf(text: string): string[] {
  return text.split('\0').filter((field) => field !== '');
}
