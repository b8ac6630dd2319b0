import { compare, gt, lt, prerelease, valid } from 'semver';
import { readTarball } from '@cdev/package-tarball';
import { field } from '../../rule/places.ts';
import { notRun, type Rule } from '../../rule/rule.ts';
import { versionsOf } from '../../subject/registry-facts.ts';
import type { RegistryFacts, Subject } from '../../subject/subject.ts';
import { distTagOf } from './version.ts';

const facts = (subject: Subject): RegistryFacts => subject.registry as RegistryFacts;

/** A version number is used once and for ever. */
export const versionPublished: Rule = {
  id: 'version-published',
  severity: 'error',
  summary: 'the version is not in the registry yet',
  breaks: 'You: the registry refuses a version that it has, or had',
  needs: ['registry'],
  check: async (subject) => {
    const { tarball, intent } = subject;
    const { packument, registry } = facts(subject);
    const published = await packument(tarball.name);
    if (!published?.versions[tarball.version]) return [];
    const place = field('version');
    if (intent.isChosen)
      return [{ place, reason: `${tarball.name}@${tarball.version} is in the registry`, mend: 'Raise the version' }];
    const before = readTarball(await registry.tarball(tarball.name, tarball.version));
    const changed = changedFiles(before.entries, tarball.entries);
    return changed.length === 0
      ? []
      : [
          {
            place,
            severity: 'warning',
            reason: `${tarball.version} is in the registry with other contents (${changed.length} ${changed.length === 1 ? 'file differs' : 'files differ'})`,
            breaks: 'Users, who do not get what changed: this package is left out of the publish',
            mend: 'Raise the version, with a changeset if the repository uses them',
          },
        ];
  },
};

type Entries = Subject['tarball']['entries'];

/** Paths of files that one of two tarballs lacks or has with other bytes. */
export function changedFiles(before: Entries, after: Entries): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => {
    const [a, b] = [before.get(path), after.get(path)];
    return !a || !b || !a.data.equals(b.data);
  });
}

/** npm refuses to move `latest` back. */
export const versionOrder: Rule = {
  id: 'version-order',
  severity: 'error',
  summary: 'the version is higher than the one its tag has now',
  breaks: 'You: npm refuses it; else everybody who updates gets the older version',
  needs: ['registry'],
  check: async (subject) => {
    const { name, version } = subject.tarball;
    if (valid(version) === null) return notRun(`"${version}" is no version`);
    const published = await facts(subject).packument(name);
    const tag = distTagOf(subject) ?? 'latest';
    const now = published?.['dist-tags'][tag];
    if (now === undefined || valid(now) === null || published?.versions[version] || !lt(version, now)) return [];
    return [
      {
        place: field('version'),
        reason: `"${tag}" is ${now} now, and ${version} is lower`,
        mend: `Publish it with a tag of its own, such as --tag v${version.split('.')[0]}, or raise the version`,
      },
    ];
  },
};

/** A step that leaves versions out looks like a lost publish. */
export const versionStep: Rule = {
  id: 'version-step',
  severity: 'suggestion',
  summary: 'the version follows the one before it',
  breaks: 'Users who look for the versions between',
  needs: ['registry'],
  check: async (subject) => {
    const { name, version } = subject.tarball;
    if (valid(version) === null) return notRun(`"${version}" is no version`);
    const published = await facts(subject).packument(name);
    if (!published) return notRun('it was never published');
    const before = versionsOf(published)
      .filter((each) => prerelease(each) === null && gt(version, each))
      .toSorted(compare)
      .at(-1);
    if (before === undefined || prerelease(version) !== null || published.versions[version]) return [];
    const [major = 0, minor = 0, patch = 0] = before.split('.').map(Number);
    const next = [`${major + 1}.0.0`, `${major}.${minor + 1}.0`, `${major}.${minor}.${patch + 1}`];
    return next.includes(version)
      ? []
      : [
          {
            place: field('version'),
            reason: `follows ${before}, where ${next.join(', ')} would be next`,
            mend: `Check that nothing between ${before} and ${version} was lost`,
          },
        ];
  },
};
