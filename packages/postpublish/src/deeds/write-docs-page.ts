import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { sizeText } from '../checks/check-size.ts';
import { releaseNotes } from '../notes/release-notes.ts';
import type { Release } from '../release/release.ts';
import { deedOutcomes, type Deed, type ReleaseUnit } from './deed.ts';
import { tagFormat } from './release-units.ts';

/** A Markdown page of the release for the documentation: what was published, its digests, the notes. The same release gives the same page. */
export const writeDocsPage: Deed = async ({ unit, release, options }) => {
  const { done, already, planned, notRun } = deedOutcomes('docs', unit.tag);
  if (options.docs === undefined) return [notRun('no folder for it is named (--docs)')];
  const name = `${unit.tag.replace(/^@/, '').replaceAll(/[^\w.-]+/g, '-')}.md`;
  const file = join(resolve(release.context.cwd, options.docs), name);
  const format = tagFormat(options.tagFormat, release.manifest.packages.length > 1);
  const page = pageOf(unit, release, await releaseNotes({ unit, release, format }));
  const old = await readFile(file, 'utf8').catch(() => undefined);
  if (old === page) return [already(`${options.docs}/${name}`)];
  if (options.isDryRun) return [planned(`write ${options.docs}/${name}`)];
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, page);
  return [done(`${options.docs}/${name} ${old === undefined ? 'written' : 'brought up to date'}; commit it`)];
};

function pageOf({ tag, packages }: ReleaseUnit, { manifest }: Release, notes: string): string {
  const rows = packages.map(
    ({ name, version, size, integrity, distTag }) =>
      `| ${name} | ${version} | ${distTag} | ${sizeText(size)} | \`${integrity}\` |`,
  );
  const commit = manifest.git ? `, commit \`${manifest.git.commit.slice(0, 12)}\`` : '';
  return [
    `# ${tag}`,
    '',
    `Packed on ${manifest.createdAt.slice(0, 10)}${commit}.`,
    '',
    '| package | version | dist-tag | size | integrity |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '## What changed',
    '',
    notes.replaceAll(/^(#{1,4} )/gm, '##$1'),
  ].join('\n');
}
