import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deleteRef, git, takeSnapshot, type Repository } from '@cdev/git';
import type { RepositoryFacts } from '../plan/repository-facts.ts';

export interface CopyOptions {
  readonly facts: RepositoryFacts;
  /** An existing folder; whatever is in it stays, unless a file of the commit stands there. */
  readonly target: string;
  readonly commit: string;
  /** With what is not committed, ignored files aside. */
  readonly withChanges: boolean;
  readonly isPushAllowed: boolean;
  readonly signal: AbortSignal;
}

/**
 * A repository of its own with the commit checked out. Objects are read from the original; refs, configuration and index are its own,
 * so that nothing a step does with git reaches the original, and unless pushing is allowed its remote cannot be pushed to.
 */
export async function copyRepository({
  facts,
  target,
  commit,
  withChanges,
  isPushAllowed,
  signal,
}: CopyOptions): Promise<void> {
  const { repository, branch, remoteUrl } = facts;
  const run = (...args: string[]) => git(target, args, { signal, hooks: false, env: ownConfiguration });
  const place = repository.objectFormat === 'sha256' ? ['--object-format=sha256'] : [];
  await rm(join(target, '.git'), { recursive: true, force: true });
  await run('init', '--quiet', ...place, '--initial-branch', branch ?? 'detached');
  await mkdir(join(target, '.git/objects/info'), { recursive: true });
  await appendFile(join(target, '.git/objects/info/alternates'), `${join(repository.commonDir, 'objects')}\n`);
  const shallow = await readFile(join(repository.commonDir, 'shallow')).catch(() => undefined);
  if (shallow) await writeFile(join(target, '.git/shallow'), shallow);
  await copyRefs(repository, { target, signal });
  await run('remote', 'add', 'origin', remoteUrl ?? repository.commonDir);
  if (!isPushAllowed) await run('remote', 'set-url', '--push', 'origin', 'pushing-was-not-asked-for://refused');
  const way = branch === undefined || commit !== facts.commit ? ['--detach'] : ['-B', branch];
  await run('checkout', '--quiet', '--force', ...way, commit);
  if (withChanges) await addChanges(repository, { target, signal });
}

/** The user's own settings (signing, hooks, aliases) are none of the copy's. */
const ownConfiguration = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

interface Copy {
  readonly target: string;
  readonly signal: AbortSignal;
}

async function copyRefs(repository: Repository, { target, signal }: Copy): Promise<void> {
  const format = 'create %(refname) %(objectname)';
  const list = await git(
    repository,
    ['for-each-ref', `--format=${format}`, 'refs/heads', 'refs/tags', 'refs/remotes/origin'],
    {
      isQuestion: true,
      signal,
    },
  );
  const lines = list.stdoutBytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  const hasRemote = lines.some((line) => line.startsWith('create refs/remotes/origin/'));
  const input = lines
    .filter((line) => !line.startsWith('create refs/remotes/origin/HEAD '))
    // Without a remote the branches here are what a fetch would bring.
    .filter((line) => !hasRemote || !line.startsWith('create refs/heads/'))
    .map((line) => line.replace(/^create refs\/heads\//, 'create refs/remotes/origin/'))
    .join('\n');
  if (input !== '')
    await git(target, ['update-ref', '--stdin'], { input: `${input}\n`, signal, env: ownConfiguration });
}

async function addChanges(repository: Repository, { target, signal }: Copy): Promise<void> {
  const snapshot = await takeSnapshot(repository, {
    ref: 'refs/cdev/workflow-source/',
    message: 'Source of a workflow run',
    signal,
  });
  if (!snapshot) return;
  try {
    await git(target, ['read-tree', '-u', '--reset', snapshot.tree], { signal, env: ownConfiguration });
    // What was not committed is not staged either.
    await git(target, ['reset', '--quiet', '--mixed', 'HEAD'], { signal, env: ownConfiguration });
  } finally {
    await deleteRef(repository, snapshot.ref, snapshot.commit);
  }
}
