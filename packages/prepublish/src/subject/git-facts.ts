import { currentBranch, git, leftOutFiles, openRepository, resolveCommit, status } from '@cdev/git';
import { isCdevError } from '@cdev/core/errors';
import { notRun, type NotRun } from '../rule/rule.ts';
import { once } from './once.ts';
import type { GitFacts } from './subject.ts';

/** What the rules ask of the repository that a folder is in. */
export async function gitFacts(
  folder: string,
  { signal, offline }: { readonly signal: AbortSignal; readonly offline: boolean },
): Promise<GitFacts | NotRun> {
  try {
    const repository = await openRepository(folder, { signal });
    const { top } = repository;
    if (top === undefined) return notRun('the repository is bare');
    const [head, branch] = await Promise.all([resolveCommit(repository, 'HEAD'), currentBranch(repository)]);
    const remotes = once(async () =>
      remotesIn((await git(repository, ['remote', '--verbose'], { isQuestion: true, signal })).stdout),
    );
    const remoteRefs = once(async (): Promise<ReadonlyMap<string, string> | NotRun> => {
      const [remote] = await remotes();
      if (!remote) return notRun('there is no remote');
      if (offline) return notRun('offline');
      const answer = await git(repository, ['ls-remote', '--heads', '--tags', remote.name], {
        isQuestion: true,
        allowFailure: true,
        timeLimit: 20_000,
        signal,
        env: { GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10' },
      });
      return answer.ok ? refsIn(answer.stdoutBytes.toString('utf8')) : notRun(`${remote.name} does not answer`);
    });
    return {
      repository,
      top,
      head,
      branch,
      status: once(() => status(repository, { signal })),
      leftOut: once(() => leftOutFiles(repository, { signal })),
      remotes,
      remoteRefs,
    };
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return notRun('the folder is in no git repository');
    if (isCdevError(error, 'CDEV_E_GIT_MISSING')) return notRun('git is not installed');
    throw error;
  }
}

function remotesIn(output: string): { name: string; url: string }[] {
  const all = output.split('\n').flatMap((line) => {
    const [, name, url] = /^(\S+)\t(.*) \(fetch\)$/.exec(line) ?? [];
    return name !== undefined && url !== undefined ? [{ name, url }] : [];
  });
  return all.toSorted((a, b) => Number(b.name === 'origin') - Number(a.name === 'origin'));
}

function refsIn(output: string): ReadonlyMap<string, string> {
  return new Map(
    output.split('\n').flatMap((line) => {
      const [oid, ref] = line.split('\t');
      return oid !== undefined && ref !== undefined ? [[ref, oid] as const] : [];
    }),
  );
}
