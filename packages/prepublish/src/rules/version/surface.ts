import { field, someOf } from '../../rule/places.ts';
import { type Problem, type Rule } from '../../rule/rule.ts';
import { publicSurface, type PublicSurface } from '../../surface/public-surface.ts';
import { mayAdd, mayBreak, neverPublished, previousOf } from './previous.ts';

/** What users could name is gone, and the version does not say so. */
export const surfaceBreak: Rule = {
  id: 'surface-break',
  severity: 'error',
  summary: 'nothing that users can name is gone, unless the version says so',
  breaks: 'Users who update within their range: imports, bins or types they use are gone',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const { tarball } = subject;
    if (mayBreak(before.version, tarball.version)) return [];
    const [old, now] = await Promise.all([publicSurface(before), publicSurface(tarball)]);
    const mend = `Bring it back, or raise the ${tarball.version.startsWith('0.') ? 'minor' : 'major'} version`;
    const gone = (what: string, names: readonly string[], place: string): Problem[] =>
      names.length === 0
        ? []
        : [
            {
              place,
              reason: `${what} of ${before.version} ${names.length === 1 ? 'is' : 'are'} gone: ${someOf(names, 5)}`,
              mend,
            },
          ];
    const lostEntries = missing(old.entries.keys(), now.entries).filter((entry) => entry === '.' || !now.isOpen);
    const named = lostEntries.filter((entry) => !old.byPattern.has(entry));
    const found = lostEntries.filter((entry) => old.byPattern.has(entry));
    return [
      ...gone(count(named, 'entry point'), named, field('exports')),
      ...gone(count(found, 'pattern file'), found, field('exports')).map((problem) => ({
        ...problem,
        ...byPattern,
      })),
      ...gone(count(missing(old.bins, now.bins), 'bin'), missing(old.bins, now.bins), field('bin')),
      ...[...old.entries].flatMap(([entry, names]) => {
        const known = now.entries.get(entry);
        // Without names nothing is known of the entry, which is not the same as exporting nothing.
        const lost = known && known.size > 0 ? missing(names, known) : [];
        const code = old.code.get(entry);
        const inTypesOnly = code !== undefined && !lost.some((name) => code.has(name));
        return gone(count(lost, 'export'), lost, field('exports', entry)).map((problem) =>
          inTypesOnly ? { ...problem, ...typesOnly } : problem,
        );
      }),
    ];
  },
};

/** A pattern lets users load every file, also those that nobody is told of. */
const byPattern = {
  severity: 'warning',
  breaks: 'Users who load such a file by its path and update within their range',
} as const;

/** The code never had it, or has it still. */
const typesOnly = {
  severity: 'warning',
  breaks: 'TypeScript users who name it and update within their range',
} as const;

/** Users find something new in a patch, where they look for none. */
export const surfaceAddition: Rule = {
  id: 'surface-addition',
  severity: 'suggestion',
  summary: 'what is new for users comes with a minor version',
  breaks: 'Users who want to know from which version on they can rely on it',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const { tarball } = subject;
    if (mayAdd(before.version, tarball.version)) return [];
    const [old, now] = await Promise.all([publicSurface(before), publicSurface(tarball)]);
    const added = additions(old, now);
    return added.length === 0
      ? []
      : [
          {
            place: field('version'),
            reason: `new since ${before.version}: ${someOf(added, 5)}`,
            mend: 'Raise the minor version',
          },
        ];
  },
};

function missing(names: Iterable<string>, known: { has: (name: string) => boolean }): readonly string[] {
  return [...names].filter((name) => !known.has(name)).toSorted();
}

function count({ length }: readonly string[], what: string): string {
  return length === 1 ? `an ${what}`.replace(/^an (?=[^aeiou])/, 'a ') : `${length} ${what.replace(/y$/, 'ie')}s`;
}

function additions(old: PublicSurface, now: PublicSurface): readonly string[] {
  const exported = [...now.entries].flatMap(([entry, names]) => {
    const before = old.entries.get(entry);
    return before && before.size > 0 ? missing(names, before) : [];
  });
  return [...missing(now.entries.keys(), old.entries), ...missing(now.bins, old.bins), ...exported];
}
