import { posix } from 'node:path';
import { stripControl } from '@cdev/core/log';
import type { DistributedPackage } from '@cdev/distribution-manifest';
import { git, listFiles, readFileAt, resolveCommit, type Repository } from '@cdev/git';
import { changelogName, changelogSection } from '@cdev/package-workspace';
import type { ReleaseUnit } from '../deeds/deed.ts';
import type { Release } from '../release/release.ts';
import { previousTag } from './previous-tag.ts';

export interface NotesOptions {
  readonly unit: ReleaseUnit;
  readonly release: Release;
  /** The form of tags, to find the one before. */
  readonly format: string;
}

/** At most so many commits are listed. */
const shown = 100;

/** What a release says of itself: for each package its section of the changelog, else the subjects of the commits that touched it since its last tag. */
export async function releaseNotes({ unit, release, format }: NotesOptions): Promise<string> {
  const parts: string[] = [];
  for (const one of unit.packages) {
    const text = await packageNotes(one, { release, format });
    parts.push(unit.packages.length === 1 ? text : `## ${one.name} ${one.version}\n\n${text.replaceAll(/^#/gm, '##')}`);
  }
  const installed = unit.packages.map(({ name, version }) => `npm install ${name}@${version}`).join('\n');
  return `${parts.join('\n\n')}\n\n\`\`\`sh\n${installed}\n\`\`\`\n`;
}

/** The tag before the one of this unit, by its first package. */
export async function tagBefore({ unit, release, format }: NotesOptions): Promise<string | undefined> {
  const [one] = unit.packages;
  return one && release.repository && previousTag(release.repository, { format, ...one });
}

/** Without the commands of installation. */
export async function packageNotes(
  one: DistributedPackage,
  { release, format }: Pick<NotesOptions, 'release' | 'format'>,
): Promise<string> {
  const { repository, manifest } = release;
  const commit = manifest.git?.commit;
  if (!repository || commit === undefined || (await resolveCommit(repository, commit)) === undefined)
    return 'No notes.';
  const path = posix.join(release.workspacePath, one.path);
  const folder = posix.join(path, '.');
  const beside = (await listFiles(repository, commit)).filter((each) => posix.dirname(each) === folder);
  const name = changelogName(beside.map((each) => posix.basename(each)));
  const file = name === undefined ? undefined : await readFileAt(repository, commit, posix.join(path, name));
  const section = file && changelogSection(file.toString('utf8'), one.version);
  if (section) return section;
  const since = await previousTag(repository, { format, ...one });
  const subjects = await subjectsOf(repository, { since, commit, path });
  const lines = subjects.slice(0, shown).map((subject) => `- ${subject}`);
  if (subjects.length > shown) lines.push(`- and ${subjects.length - shown} more`);
  return lines.length === 0 ? 'No changes of its own.' : lines.join('\n');
}

async function subjectsOf(
  repository: Repository,
  { since, commit, path }: { readonly since: string | undefined; readonly commit: string; readonly path: string },
): Promise<readonly string[]> {
  const range = since === undefined ? commit : `refs/tags/${since}..${commit}`;
  const { stdout } = await git(
    repository,
    [
      'log',
      '--no-merges',
      '--format=%h %s',
      `--max-count=${shown * 5}`,
      range,
      '--',
      ...(path === '' || path === '.' ? [] : [path]),
    ],
    { isQuestion: true },
  );
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => stripControl(line).replace(/^(\S+) (.*)$/, '$2 ($1)'));
}
