import { setManifestField } from '@cdev/file-fix';
import { field } from '../../rule/places.ts';
import type { Problem, Rule } from '../../rule/rule.ts';
import type { GitFacts } from '../../subject/subject.ts';
import { comparable, gitAddress, repositoryOf } from './repository-address.ts';

/** Where the source is, for readers and for provenance. */
export const repository: Rule = {
  id: 'repository',
  severity: 'warning',
  summary: 'the manifest says where the source is',
  breaks: 'Readers of the registry page, who find no source; a publish with provenance is refused (E422)',
  check: async ({ manifest, git, intent }) => {
    if (repositoryOf(manifest) !== undefined) return [];
    const [remote] = 'notRun' in git ? [] : await git.remotes();
    const address = remote && gitAddress(remote.url);
    return [
      {
        place: field('repository'),
        severity: intent.wantsProvenance ? 'error' : 'warning',
        reason: 'there is none',
        mend: `Set "repository": { "type": "git", "url": "${address ?? 'git+https://host/owner/name.git'}" }`,
        fix: address === undefined ? undefined : setManifestField(['repository'], { type: 'git', url: address }),
      },
    ];
  },
};

/** A registry that checks provenance compares letter by letter with the repository that the job ran in. */
export const repositoryRemote: Rule = {
  id: 'repository-remote',
  severity: 'warning',
  summary: 'the repository of the manifest is the one that git fetches from',
  breaks: 'You: a publish with provenance is refused (E422); readers of the registry page are led elsewhere',
  needs: ['git'],
  check: async ({ manifest, git, intent }) => {
    const said = repositoryOf(manifest);
    if (said === undefined) return [];
    const remotes = await (git as GitFacts).remotes();
    const [remote] = remotes;
    const address = remote && gitAddress(remote.url);
    if (!remote || address === undefined) return [];
    if (remotes.some(({ url }) => comparable(url) === comparable(said.url))) return [];
    const isCaseOnly = comparable(said.url).toLowerCase() === comparable(remote.url).toLowerCase();
    const place = typeof manifest['repository'] === 'string' ? field('repository') : field('repository', 'url');
    return [
      {
        place,
        severity: intent.wantsProvenance ? 'error' : 'warning',
        reason: `says ${said.url}, and ${remote.name} is ${comparable(remote.url)}${isCaseOnly ? ' (letter case counts)' : ''}`,
        mend: `Set it to "${address}"`,
        fix: setManifestField(
          typeof manifest['repository'] === 'string' ? ['repository'] : ['repository', 'url'],
          address,
        ),
      },
    ];
  },
};

/** In a workspace: the folder of the package. */
export const repositoryDirectory: Rule = {
  id: 'repository-directory',
  severity: 'suggestion',
  summary: 'the manifest of a package in a folder of its repository names that folder',
  breaks: 'Readers of the registry page, whose links lead to the top of the repository',
  needs: ['source', 'git'],
  check: ({ manifest, source, git }) => {
    const said = repositoryOf(manifest);
    if (said === undefined || !source) return [];
    const folder = pathBelow((git as GitFacts).top, source.folder);
    if (folder === undefined || folder === (said.directory ?? '').replace(/^\.\/|\/+$/g, '')) return [];
    const isObject = typeof manifest['repository'] === 'object';
    const problem: Problem = {
      place: field('repository', 'directory'),
      severity: said.directory === undefined ? 'suggestion' : 'warning',
      reason:
        said.directory === undefined
          ? `there is none, and the package is in ${folder}`
          : `says "${said.directory}", and the package is in "${folder}"`,
      mend: folder === '' ? 'Remove "directory"' : `Set "directory": "${folder}"`,
      fix: isObject ? setManifestField(['repository', 'directory'], folder === '' ? undefined : folder) : undefined,
    };
    return [problem];
  },
};

/** With `/`; '' for the top itself, undefined when it is outside. */
export function pathBelow(top: string, folder: string): string | undefined {
  const plain = (path: string): string => path.replaceAll('\\', '/').replace(/\/+$/, '');
  const [a, b] = [plain(top), plain(folder)];
  if (a === b) return '';
  return b.startsWith(`${a}/`) ? b.slice(a.length + 1) : undefined;
}
