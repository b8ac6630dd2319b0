import { isCdevError } from '@cdev/core/errors';
import { git, makeTag, resolveCommit, type Repository } from '@cdev/git';
import { idOf } from '../release/release.ts';
import { deedOutcomes, type Deed } from './deed.ts';

/**
 * The annotated tag at the commit that was packed, here and at the remote. A tag that is there is never moved: on another commit it is described, with both
 * ways out.
 */
export const tagCommit: Deed = async ({ unit, release, options }) => {
  const { tag, packages } = unit;
  const { done, already, planned, failed, notRun } = deedOutcomes('tag', tag);
  const { repository, manifest } = release;
  const commit = manifest.git?.commit;
  if (!repository || commit === undefined) return [notRun('there is no git repository to tag')];
  if ((await resolveCommit(repository, commit)) === undefined)
    return [
      failed(`the commit ${short(commit)} that was packed is not in this repository`, [
        `git fetch ${options.remote} ${commit}`,
      ]),
    ];
  const remote = await remoteTag(repository, tag, options.remote);
  const local = await resolveCommit(repository, `refs/tags/${tag}`);
  const places = [
    ...(local !== undefined && local !== commit ? [{ where: 'here', at: local, remove: `git tag -d ${tag}` }] : []),
    ...(typeof remote === 'object' && remote.commit !== commit
      ? [{ where: `at ${options.remote}`, at: remote.commit, remove: `git push ${options.remote} :refs/tags/${tag}` }]
      : []),
  ];
  if (places.length > 0)
    return [
      failed(
        `the tag is there already on another commit: ${places.map(({ where, at }) => `${where} on ${short(at)}`).join(', ')}; packed was ${short(commit)}`,
        [
          `See what lies between: git log --oneline ${short(places[0]?.at ?? '')}..${short(commit)}`,
          `If the tag is wrong, remove it and run this again: ${places.map(({ remove }) => remove).join(' && ')}`,
          'If the package was packed from the wrong commit, release a new version',
        ],
      ),
    ];
  const needsPush = remote === 'absent';
  if (local !== undefined && !needsPush)
    return [already(`on ${short(commit)}${typeof remote === 'object' ? `, at ${options.remote} too` : ''}`)];
  const plan = [
    ...(local === undefined ? [`tag ${short(commit)}`] : []),
    ...(needsPush ? [`push to ${options.remote}`] : []),
  ].join(', ');
  if (options.isDryRun) return [planned(plan)];
  if (local === undefined) await makeTag(repository, { tag, commit, message: packages.map(idOf).join('\n') });
  if (!needsPush)
    return [
      done(
        remote === 'no-remote' ? `on ${short(commit)}; there is no remote ${options.remote}` : `on ${short(commit)}`,
      ),
    ];
  try {
    await git(repository, ['push', '--no-verify', options.remote, `refs/tags/${tag}:refs/tags/${tag}`], {
      signal: release.context.signal,
      timeLimit: 120_000,
    });
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    return [failed(`tagged here, and not pushed: ${error.message}`, [`git push ${options.remote} refs/tags/${tag}`])];
  }
  return [done(`on ${short(commit)}, pushed to ${options.remote}`)];
};

type RemoteTag = 'no-remote' | 'absent' | { readonly commit: string };

/** The commit that the tag leads to at the remote. @throws CDEV_E_SUBPROCESS_FAILED when the remote cannot be asked */
async function remoteTag(repository: Repository, tag: string, remote: string): Promise<RemoteTag> {
  const known = await git(repository, ['remote'], { isQuestion: true });
  if (!known.stdout.split('\n').includes(remote)) return 'no-remote';
  const { stdout } = await git(repository, ['ls-remote', '--tags', remote, `refs/tags/${tag}`, `refs/tags/${tag}^{}`], {
    isQuestion: true,
    timeLimit: 60_000,
  });
  const lines = stdout.split('\n').flatMap((line) => {
    const [oid, name] = line.split('\t');
    return oid !== undefined && name !== undefined ? [{ oid, name }] : [];
  });
  // Of an annotated tag the second line names the commit.
  const found = lines.find(({ name }) => name.endsWith('^{}')) ?? lines[0];
  return found ? { commit: found.oid } : 'absent';
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
