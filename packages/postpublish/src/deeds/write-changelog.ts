import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { changelogName, changelogSection, withSection } from '@cdev/package-workspace';
import { packageNotes } from '../notes/release-notes.ts';
import { deedOutcomes, type Deed } from './deed.ts';
import { tagFormat } from './release-units.ts';

/** Each package's changelog has a section for the version. One that has none gets it from the commits when that is asked for; committing it is left to people. */
export const writeChangelog: Deed = async ({ unit, release, options }) =>
  Promise.all(
    unit.packages.map(async (one) => {
      const { name, version } = one;
      const { done, already, planned, notRun } = deedOutcomes('changelog', name);
      const top = release.repository?.top;
      if (top === undefined) return notRun('there is no working tree');
      const folder = [release.workspacePath, one.path].filter((part) => part !== '');
      const names = await readdir(join(top, ...folder)).catch(() => []);
      const shown = [...folder, changelogName(names) ?? 'CHANGELOG.md'].join('/');
      const file = join(top, shown);
      const text = await readFile(file, 'utf8').catch(() => '');
      if (changelogSection(text, version) !== undefined) return already(`${shown} has ${version}`);
      if (!options.writeChangelog)
        return notRun(`${shown} has no section for ${version}`, [
          'Add what is missing in changelogs from the commits: --only changelog --write-changelog',
        ]);
      if (options.isDryRun) return planned(`add ${version} to ${shown}`);
      const format = tagFormat(options.tagFormat, release.manifest.packages.length > 1);
      const body = await packageNotes(one, { release, format });
      await writeFileAtomic(file, withSection(text, { version, body }));
      return done(`${shown} has a section for ${version} now; commit it`);
    }),
  );
