import { someOf } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';

/** Names that some file systems cannot hold beside one another, or at all. */
export const fileNames: Rule = {
  id: 'file-names',
  severity: 'error',
  summary: 'every packed name can be written on Windows and macOS',
  breaks: 'Users of Windows and macOS: the installation fails, or one file takes the place of another',
  check: ({ tarball }) => {
    const paths = [...tarball.entries.keys()];
    const alike = [...Map.groupBy(paths, (path) => path.normalize('NFC').toLowerCase()).values()].filter(
      (group) => group.length > 1,
    );
    const collisions = alike.map((group): Problem => ({
      place: group[1] as string,
      reason: `differs from ${group[0]} in letter case only`,
      mend: 'Rename one of them, or leave it out',
    }));
    const impossible = paths.filter((path) => path.split('/').some(isImpossible));
    return impossible.length === 0
      ? collisions
      : [
          ...collisions,
          {
            place: impossible[0] as string,
            severity: 'warning',
            reason: `Windows cannot hold ${someOf(impossible)}`,
            mend: 'Rename, or leave out',
          },
        ];
  },
};

function isImpossible(segment: string): boolean {
  return /[<>:"|?*\\\u0000-\u001F]|[. ]$/.test(segment) || /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(segment);
}

/** Links, which package managers leave out when they unpack. */
export const links: Rule = {
  id: 'links',
  severity: 'warning',
  summary: 'the tarball holds no links',
  breaks: 'Everybody who installs: npm and pnpm leave links out, so the file is missing',
  check: ({ tarball, entryPoints }) =>
    [...tarball.entries.values()]
      .filter(({ type }) => type === 'symlink' || type === 'hardlink')
      .map(({ path, target }) => ({
        place: path,
        severity: entryPoints.some((point) => point.path === path) ? ('error' as const) : ('warning' as const),
        reason: `is a link to ${target ?? 'another file'}`,
        mend: 'Copy the file in place of the link',
      })),
};
