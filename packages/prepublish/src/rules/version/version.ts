import { prerelease, valid, validRange } from 'semver';
import { field } from '../../rule/places.ts';
import type { Rule } from '../../rule/rule.ts';
import type { Subject } from '../../subject/subject.ts';

export const versionForm: Rule = {
  id: 'version-form',
  severity: 'error',
  summary: 'the version is one by semver',
  breaks: 'You: the registry refuses the publish',
  check: ({ manifest }) => {
    const { version } = manifest;
    if (typeof version === 'string' && valid(version) === version) return [];
    const problem = version === undefined ? 'there is none' : `"${version}" is no version`;
    return [{ place: field('version'), reason: problem, mend: 'Write three numbers, such as 1.2.3, or 1.2.3-beta.1' }];
  },
};

/** The tag that the version will get. */
export function distTagOf({ intent, manifest }: Subject): string | undefined {
  const configured = (manifest['publishConfig'] as { tag?: unknown } | undefined)?.tag;
  return intent.tag ?? (typeof configured === 'string' ? configured : undefined);
}

export const prereleaseTag: Rule = {
  id: 'prerelease-tag',
  severity: 'error',
  summary: 'a prerelease is published under a tag of its own',
  breaks: 'Everybody who installs without naming a version: they get the prerelease; npm refuses it',
  check: (subject) => {
    const { version } = subject.tarball;
    const tag = distTagOf(subject);
    const stage = prerelease(version)?.find((part) => typeof part === 'string');
    if (prerelease(version) === null || (tag !== undefined && tag !== 'latest')) return [];
    const proposed = stage ?? 'next';
    return [
      {
        place: field('version'),
        reason: `${version} would become "latest"`,
        mend: `Publish it with --tag ${proposed}, or set "publishConfig": { "tag": "${proposed}" }`,
      },
    ];
  },
};

export const distTagForm: Rule = {
  id: 'dist-tag-form',
  severity: 'error',
  summary: 'the tag cannot be taken for a version',
  breaks: 'You: the registry refuses a tag that reads like a range of versions',
  check: (subject) => {
    const tag = distTagOf(subject);
    return tag !== undefined && (validRange(tag) !== null || tag.trim() === '')
      ? [
          {
            place: field('publishConfig', 'tag'),
            reason: `"${tag}" reads like a range of versions`,
            mend: 'Choose a word, such as "next"',
          },
        ]
      : [];
  },
};
