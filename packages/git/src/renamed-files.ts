import { git, type GitPlace } from './git.ts';
import { splitFields } from './ask.ts';

/** What a renamed file was in the revision that is compared with. */
export interface FormerFile {
  readonly path: string;
  /** Of its content. */
  readonly oid: string;
}

export interface RenamedFilesOptions {
  /** What is compared with the revision: what is staged, or what is tracked as it lies there. */
  readonly in: 'index' | 'worktree';
  /** The index that is looked at, absolute. Default: the working tree's own. */
  readonly index?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** By its new path what each file was that git takes for renamed since a revision; none where there is no such revision yet. */
export async function renamedFiles(
  place: GitPlace,
  revision: string,
  { in: side, index, signal }: RenamedFilesOptions,
): Promise<ReadonlyMap<string, FormerFile>> {
  const cached = side === 'index' ? ['--cached'] : [];
  const args = ['diff-index', ...cached, '--raw', '-z', '--find-renames', '--no-abbrev', '--diff-filter=R'];
  const { ok, stdoutBytes } = await git(place, [...args, revision, '--'], {
    env: index === undefined ? {} : { GIT_INDEX_FILE: index },
    isQuestion: true,
    allowFailure: true,
    signal,
  });
  const fields = ok ? splitFields(stdoutBytes.toString('utf8')) : [];
  const renamed = new Map<string, FormerFile>();
  // `:<mode> <mode> <id> <id> R<score>`, the old path, the new one.
  for (let at = 0; at + 2 < fields.length; at += 3)
    renamed.set(fields[at + 2] as string, {
      path: fields[at + 1] as string,
      oid: (fields[at] as string).split(' ')[2] ?? '',
    });
  return renamed;
}
