import { diff, major, minor } from 'semver';
import { declaredRanges } from '../dependencies/declared-ranges.ts';
import { field, someOf } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import type { RegistryFacts, Subject } from '../../subject/subject.ts';
import { requireOwn } from './stranger.ts';
import type { PackageTarball } from '@cdev/package-tarball';

export const neverPublished = notRun('no version before this one is published');

/** The tarball that users have now. @throws CannotLook where the package of that name is another's */
export async function previousOf(subject: Subject): Promise<PackageTarball | undefined> {
  await requireOwn(subject);
  return (subject.registry as RegistryFacts).previous();
}

/** By semver: before 1.0 the minor is what breaks. */
export function mayBreak(before: string, after: string): boolean {
  return (
    major(before) !== major(after) ||
    (major(after) === 0 && minor(before) !== minor(after)) ||
    diff(before, after)?.startsWith('pre') === true
  );
}

export function mayAdd(before: string, after: string): boolean {
  return mayBreak(before, after) || minor(before) !== minor(after) || major(after) === 0;
}

/** A package that grew without a reason is one that packs more than it means to. */
export const sizeStep: Rule = {
  id: 'size-step',
  severity: 'warning',
  summary: 'the package is not much larger than the version before',
  breaks: 'Everybody who installs, by download and disk',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const { tarball } = subject;
    const grown = tarball.unpackedSize - before.unpackedSize;
    if (grown < 100_000 || tarball.unpackedSize < before.unpackedSize * 1.5) return [];
    const largest = [...tarball.entries.values()]
      .map(({ path, size }) => ({ path, grown: size - (before.entries.get(path)?.size ?? 0) }))
      .toSorted((a, b) => b.grown - a.grown)
      .slice(0, 3)
      .map(({ path, grown: by }) => `${path} +${kilobytes(by)}`);
    return [
      {
        place: 'tarball',
        reason: `grew from ${kilobytes(before.unpackedSize)} (${before.version}) to ${kilobytes(tarball.unpackedSize)}: ${largest.join(', ')}`,
        mend: 'Check what is new, and leave out of "files" what users do not need',
      },
    ];
  },
};

export function kilobytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Files that users had, and will not have. */
export const fileList: Rule = {
  id: 'file-list',
  severity: 'suggestion',
  summary: 'the files are those of the version before, or more',
  breaks: 'Users who load such a file by its path',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const { tarball, manifest } = subject;
    // A hash in a name is new with every build.
    const gone = [...before.entries.keys()].filter(
      (path) => !tarball.entries.has(path) && !/[-.][\w-]{8,}\.[cm]?js$|\.map$/.test(path),
    );
    if (gone.length === 0) return [];
    const isMost = gone.length > before.entries.size / 2;
    const isOpen =
      manifest['exports'] === undefined &&
      gone.some((path) => /\.(?:[cm]?js|json|css|d\.[cm]?ts)$/.test(path)) &&
      !mayBreak(before.version, tarball.version);
    return [
      {
        place: 'tarball',
        severity: isMost || isOpen ? 'warning' : 'suggestion',
        reason: `${gone.length} ${gone.length === 1 ? 'file' : 'files'} of ${before.version} ${gone.length === 1 ? 'is' : 'are'} missing: ${someOf(gone)}`,
        mend: isMost ? 'Check that the build ran, and what "files" says' : 'Check that they are meant to go',
      },
    ];
  },
};

/** What users will have to download and trust besides. */
export const newDependencies: Rule = {
  id: 'new-dependencies',
  severity: 'suggestion',
  summary: 'no dependency is new since the version before',
  breaks: 'Nobody; everybody who installs downloads and trusts them too',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const known = new Set(declaredRanges(before.manifest).map(({ name }) => name));
    const added = declaredRanges(subject.manifest).filter(
      ({ name, field: kind }) => !known.has(name) && kind !== 'peerDependencies',
    );
    return added.length === 0
      ? []
      : [
          {
            place: field('dependencies'),
            reason: `new since ${before.version}: ${someOf(
              added.map(({ name }) => name),
              8,
            )}`,
            mend: 'Check that each is needed',
          },
        ];
  },
};

/** A Node that no longer works, in a version that users take without reading. */
export const enginesRaised: Rule = {
  id: 'engines-raised',
  severity: 'warning',
  summary: '"engines" excludes no Node that the version before allowed, unless the bump says so',
  breaks: 'Users of that Node who update within their range',
  needs: ['registry'],
  check: async (subject) => {
    const before = await previousOf(subject);
    if (!before) return neverPublished;
    const { subset, validRange } = await import('semver');
    const nodeOf = ({ manifest }: Pick<PackageTarball, 'manifest'>): string | undefined => {
      const { node } = (manifest['engines'] ?? {}) as { node?: unknown };
      return typeof node === 'string' && validRange(node) !== null ? node : undefined;
    };
    const [old = '*', now = '*'] = [nodeOf(before), nodeOf(subject.tarball)];
    if (mayBreak(before.version, subject.tarball.version) || subset(old, now)) return [];
    return [
      {
        place: field('engines', 'node'),
        reason: `is "${now}", and ${before.version} had "${old}"`,
        mend: 'Raise the major version, or go on supporting it',
      },
    ];
  },
};
