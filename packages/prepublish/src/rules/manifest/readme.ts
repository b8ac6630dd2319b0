import type { PackageTarball } from '@cdev/package-tarball';
import type { Rule } from '../../rule/rule.ts';

/** The README as it is packed. */
export function readmeOf({ entries }: PackageTarball): { readonly path: string; readonly text: string } | undefined {
  const found = [...entries.values()].find(({ path }) => /^readme(?:\.(?:md|markdown|txt|rst))?$/i.test(path));
  return found && { path: found.path, text: found.data.toString('utf8') };
}

/** What the registry's page shows. */
export const readme: Rule = {
  id: 'readme',
  severity: 'warning',
  summary: 'a README is packed',
  breaks: 'Everybody who looks the package up: the registry shows an empty page',
  check: ({ tarball }) => {
    const found = readmeOf(tarball);
    if (!found)
      return [
        { place: 'README.md', reason: 'there is none in the tarball', mend: 'Add README.md beside package.json' },
      ];
    return found.text.trim() === ''
      ? [{ place: found.path, reason: 'is empty', mend: 'Say what the package is and how it is used' }]
      : [];
  },
};
