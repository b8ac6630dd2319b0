import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changelogName, changelogSection } from '@cdev/package-workspace';
import { prerelease } from 'semver';
import type { Rule } from '../../rule/rule.ts';
import type { SourceFolder } from '../../subject/subject.ts';

/** A changelog that exists has an entry for what is published. */
export const changelog: Rule = {
  id: 'changelog',
  severity: 'warning',
  summary: 'the changelog has an entry for the version',
  breaks: 'Users who update and want to know what changed',
  needs: ['source'],
  check: async ({ source, tarball }) => {
    const { folder } = source as SourceFolder;
    const name = changelogName(await readdir(folder));
    if (name === undefined || prerelease(tarball.version) !== null) return [];
    const text = await readFile(join(folder, name), 'utf8');
    const version = tarball.version.replaceAll('.', '\\.');
    if (changelogSection(text, tarball.version) !== undefined) return [];
    return new RegExp(
      `^(?:#{1,4}\\s|\\*\\*|=|v?\\d|\\[).*?(?<![\\d.])v?${version}(?![\\d.-])|<a name="v?${version}"`,
      'm',
    ).test(text)
      ? []
      : [
          {
            place: name,
            reason: `has no entry for ${tarball.version}`,
            mend: `Write what changed under a heading "${tarball.version}"`,
          },
        ];
  },
};

/** Changes whose version was not raised yet. */
export const pendingChangeset: Rule = {
  id: 'pending-changeset',
  severity: 'warning',
  summary: 'no changeset for the package waits to be applied',
  breaks: 'Users: the change is in the tarball, and the version and the changelog do not say so',
  needs: ['source'],
  check: async ({ source, tarball }) => {
    const { workspace } = source as SourceFolder;
    const folder = join(workspace.root, '.changeset');
    const names = await readdir(folder).catch(() => []);
    const { parse } = await import('yaml');
    const waiting: string[] = [];
    for (const name of names) {
      if (!name.endsWith('.md') || name === 'README.md') continue;
      const [, head] = /^---\r?\n([\s\S]*?)\r?\n---/.exec(await readFile(join(folder, name), 'utf8')) ?? [];
      try {
        const releases = (parse(head ?? '') ?? {}) as Readonly<Record<string, unknown>>;
        if (Object.hasOwn(releases, tarball.name)) waiting.push(name);
      } catch {
        // Not one that changesets could read either.
      }
    }
    return waiting.length === 0
      ? []
      : [
          {
            place: `.changeset/${waiting[0]}`,
            reason: `${waiting.length === 1 ? 'waits' : `and ${waiting.length - 1} more wait`} to be applied to ${tarball.name}`,
            mend: 'changeset version, and commit what it writes',
          },
        ];
  },
};
