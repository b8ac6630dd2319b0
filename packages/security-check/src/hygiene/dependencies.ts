import { manifestPath, placeIn, type HygieneFinding, type HygieneRule } from './hygiene-subject.ts';

const lists = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Dependencies that no registry keeps, and ranges that take anything. */
export const looseDependencies: HygieneRule = ({ workspace, texts }) => {
  const { members = [] } = workspace ?? {};
  const byName = new Map(members.map((member) => [member.name, member]));
  return members.flatMap(({ manifest, path, name: owner, isPublishable }) =>
    lists.flatMap((list) =>
      Object.entries((manifest[list] ?? {}) as Readonly<Record<string, unknown>>).flatMap(
        ([name, range]): HygieneFinding[] => {
          if (typeof range !== 'string') return [];
          const file = manifestPath(path);
          const place = placeIn(file, texts.get(file), `"${name}"`);
          const isShipped = isPublishable && list !== 'devDependencies';
          const isGit = /^(git(\+\w+)?:|github:|gitlab:|bitbucket:|[\w-]+\/[\w.-]+(#|$))/.test(range);
          const isUrl = /^https?:\/\//.test(range) && !isGit;
          if (isGit || isUrl) {
            const isPinned = /#[0-9a-f]{40}$/.test(range);
            return [
              {
                ruleId: isGit ? 'git-dependency' : 'url-dependency',
                title: `${name} comes from ${isGit ? 'a git repository' : 'an address'}, not from a registry`,
                severity: isPinned ? 'low' : /^(http|git):/.test(range) ? 'high' : 'medium',
                confidence: 'high',
                reasons: [
                  isPinned
                    ? 'its commit is named; npm 12 refuses it unless the user allows it, and no advisory is found for it'
                    : 'what is behind the name or address can change, runs its scripts at installation, and no advisory is found for it',
                  ...(isShipped ? [`everybody who installs ${owner} gets it`] : []),
                ],
                places: [place],
                mend: {
                  text:
                    isGit && !isPinned
                      ? 'Use a version of the registry, or name the commit: #<40 digits>'
                      : 'Use a version of the registry',
                },
                context: `${owner} ${list} ${name} ${range}`,
              },
            ];
          }
          if (!/^(\*|latest|x|>=?\s*0(\.0)*|)$/.test(range)) return [];
          const member = byName.get(name);
          // Here it is the one beside it. What is published names the range as it stands.
          if (member !== undefined && !(isShipped && member.isPublishable)) return [];
          return [
            {
              ruleId: 'any-version',
              title: `Any version of ${name} is taken: "${range}"`,
              // Of types any version is taken by custom: whoever has the package has them in a version of their own.
              severity: isShipped && member === undefined && !name.startsWith('@types/') ? 'medium' : 'low',
              confidence: 'high',
              reasons: [
                member === undefined
                  ? 'a version that was published a minute ago by whoever took the package over is installed'
                  : `here it is the one beside it; whoever installs ${owner} gets any version of it`,
              ],
              places: [place],
              mend: { text: `Give it a range: npm install ${name}@latest writes one` },
              context: `${owner} ${list} ${name} ${range}`,
            },
          ];
        },
      ),
    ),
  );
};
