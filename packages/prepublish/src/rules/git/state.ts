import { isAncestor, resolveCommit } from '@cdev/git';
import { someOf } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { GitFacts, Subject } from '../../subject/subject.ts';
import { pathBelow } from './repository.ts';

const facts = ({ git }: Subject): GitFacts => git as GitFacts;

/** What is published can be found again. */
export const gitClean: Rule = {
  id: 'git-clean',
  severity: 'error',
  summary: 'nothing that is published is uncommitted',
  breaks: 'You and whoever debugs: the published code is in no commit',
  needs: ['git'],
  check: async (subject) => {
    if (subject.intent.allowDirty) return notRun('ALLOW_DIRTY is set');
    const { top, status } = facts(subject);
    const folder = subject.source ? (pathBelow(top, subject.source.folder) ?? '') : '';
    const entries = (await status()).filter(
      ({ path }) => folder === '' || path.startsWith(`${folder}/`) || !path.includes('/'),
    );
    return entries.length === 0
      ? []
      : [
          {
            place: 'git status',
            reason: `uncommitted: ${someOf(entries.map(({ path }) => path))}`,
            mend: 'Commit, or set ALLOW_DIRTY=true',
          },
        ];
  },
};

/** Releases are made from branches that were reviewed. */
export const releaseBranch: Rule = {
  id: 'release-branch',
  severity: 'warning',
  summary: 'the publish is made from a release branch',
  breaks: 'Users of the next release, in which this change is missing if the branch is not merged',
  needs: ['git'],
  check: async (subject) => {
    const { branch, head, repository, remotes } = facts(subject);
    const { branches } = subject.intent;
    if (head === undefined) return notRun('there is no commit yet');
    if (branch !== undefined && branches.includes(branch)) return [];
    const [remote] = await remotes();
    const tips = branches.flatMap((name) => [name, ...(remote ? [`${remote.name}/${name}`] : [])]);
    for (const tip of tips) {
      const commit = await resolveCommit(repository, tip);
      // A job of CI stands on the commit, not on the branch.
      if (commit !== undefined && (await isAncestor(repository, head, commit))) return [];
    }
    return [
      {
        place: 'git branch',
        reason: `HEAD is ${branch === undefined ? 'detached' : `on ${branch}`} and on no release branch (${branches.join(', ')})`,
        mend: 'Merge first, or name the branch with --branch',
      },
    ];
  },
};

/** The remote has nothing that this publish lacks, and lacks nothing that it has. */
export const remoteInStep: Rule = {
  id: 'remote-in-step',
  severity: 'error',
  summary: 'the branch is what its remote has',
  breaks: 'Users: what others pushed is missing from the release; you: provenance names a commit that nobody can see',
  needs: ['git'],
  check: async (subject) => {
    const { branch, head, repository, remoteRefs, remotes } = facts(subject);
    if (head === undefined) return notRun('there is no commit yet');
    if (branch === undefined) return notRun('HEAD is detached');
    const [remote] = await remotes();
    if (!remote) return notRun('there is no remote');
    const refs = await remoteRefs();
    if ('notRun' in refs) return refs;
    const there = refs.get(`refs/heads/${branch}`);
    if (there === head) return [];
    const place = `git ${remote.name}/${branch}`;
    if (there === undefined)
      return [
        { place, severity: 'warning', reason: 'is not on the remote', mend: `git push -u ${remote.name} ${branch}` },
      ];
    const isKnown = (await resolveCommit(repository, there)) !== undefined;
    return isKnown && (await isAncestor(repository, there, head))
      ? [
          {
            place,
            severity: 'warning',
            reason: 'lacks commits that are here',
            mend: `git push ${remote.name} ${branch}`,
          },
        ]
      : [{ place, reason: 'has commits that are not here', mend: `git pull --rebase ${remote.name} ${branch}` }];
  },
};

/** The tag that the release will get is free. */
export const tagFree: Rule = {
  id: 'tag-free',
  severity: 'error',
  summary: 'the tag of the release is free, or already names this commit',
  breaks: 'You: the tag cannot be pushed after the publish, and the version has no source',
  needs: ['git'],
  check: async (subject) => {
    const { repository, head, remoteRefs } = facts(subject);
    const tags = tagsOf(subject);
    const problems = await Promise.all(
      tags.map(async (tag) => {
        const commit = await resolveCommit(repository, `refs/tags/${tag}`);
        if (commit !== undefined)
          return commit === head
            ? []
            : [
                {
                  place: `git tag ${tag}`,
                  reason: 'names another commit',
                  mend: `Raise the version, or remove the tag: git tag -d ${tag}`,
                },
              ];
        const refs = await remoteRefs();
        if ('notRun' in refs) return [];
        const there = refs.get(`refs/tags/${tag}^{}`) ?? refs.get(`refs/tags/${tag}`);
        return there === undefined || there === head
          ? []
          : [
              {
                place: `git tag ${tag}`,
                reason: 'is on the remote, at another commit',
                mend: 'git fetch --tags, and raise the version',
              },
            ];
      }),
    );
    return problems.flat();
  },
};

/** `v1.2.3` for a repository of one package, `name@1.2.3` for a workspace. */
function tagsOf({ tarball, siblings }: Subject): readonly string[] {
  const named = `${tarball.name}@${tarball.version}`;
  return siblings.length === 0 ? [`v${tarball.version}`, named] : [named];
}
