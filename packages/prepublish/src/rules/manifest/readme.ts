import type { Rule } from '../../rule/rule.ts';

/** What the registry's page shows. */
export const readme: Rule = {
  id: 'readme',
  severity: 'warning',
  summary: 'a README is packed',
  breaks: 'Everybody who looks the package up: the registry shows an empty page',
  check: ({ tarball }) => {
    const found = [...tarball.entries.values()].find(({ path }) =>
      /^readme(?:\.(?:md|markdown|txt|rst))?$/i.test(path),
    );
    if (!found)
      return [
        { place: 'README.md', reason: 'there is none in the tarball', mend: 'Add README.md beside package.json' },
      ];
    return found.data.toString('utf8').trim() === ''
      ? [{ place: found.path, reason: 'is empty', mend: 'Say what the package is and how it is used' }]
      : [];
  },
};
