import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { prerelease } from 'semver';
import { isCdevError } from '@cdev/core/errors';
import { loggedInAccess, openGithub, type Github } from '@cdev/github-api';
import { readTarball } from '@cdev/package-tarball';
import {
  findRelease,
  generatedNotes,
  isSame,
  uploadAddress,
  type AssetFile,
  type GithubRelease,
} from '../github/github-release.ts';
import { githubRepository } from '../github/github-repository.ts';
import { releaseNotes, tagBefore } from '../notes/release-notes.ts';
import { deedOutcomes, type Deed, type DeedSubject } from './deed.ts';
import { tagFormat } from './release-units.ts';

/**
 * The release on GitHub with notes, and with tarballs and manifest as its files. It is made as a draft and published once all its files are there, so that one that was
 * broken off is never seen half, and is gone on with.
 */
export const publishRelease: Deed = async (subject) => {
  const { unit, release, options } = subject;
  const { tag, packages } = unit;
  const { done, already, planned, failed, notRun } = deedOutcomes('release', tag);
  const { context } = release;
  const repository = await githubRepository(release, options.remote);
  if (repository === undefined) return [notRun('the remote is not on GitHub')];
  const access = await loggedInAccess({ env: context.env, cwd: context.cwd, signal: context.signal });
  if (!access)
    return [
      notRun('there is no token for GitHub', [
        'Set GITHUB_TOKEN, or log in with: gh auth login',
        `Then run this again, or: gh release create ${tag}`,
      ]),
    ];
  const github = openGithub(access, {
    signal: context.signal,
    // A short failure is waited out by those who wait for nothing, too.
    maxWait: Math.max(options.maxWait, 10_000),
    firstDelay: options.firstDelay,
    clock: context.clock,
    onWait: context.progress.note,
  });
  try {
    const found = await findRelease(github, repository, tag);
    const files = await assetFiles(subject);
    const missing = files.filter(
      (file) => !found?.assets.some((asset) => asset.name === file.name && isSame(asset, file)),
    );
    if (found && !found.draft && missing.length === 0) return [already(found.html_url)];
    const plan = `${found ? 'complete' : 'create'} it in ${repository} with ${names(missing)}`;
    if (options.isDryRun) return [planned(plan)];
    const draft = found ?? (await createDraft(github, { repository, subject }));
    for (const file of missing) await upload(github, { repository, release: draft, file });
    const published = draft.draft ? await publish(github, { repository, draft, subject }) : draft;
    return [done(`${published.html_url} with ${names(missing)}`)];
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    const [first] = packages;
    return [
      failed(error.message, [
        ...error.steps,
        `gh release create ${tag} --repo ${repository} --title ${JSON.stringify(titleOf(subject))} --verify-tag ./${first?.tarball ?? ''}`,
      ]),
    ];
  }
};

interface Drafting {
  readonly repository: string;
  readonly subject: DeedSubject;
}

async function createDraft(github: Github, { repository, subject }: Drafting): Promise<GithubRelease> {
  const { unit, release, options } = subject;
  const format = tagFormat(options.tagFormat, release.manifest.packages.length > 1);
  const notes = { unit, release, format };
  const parts = [await releaseNotes(notes)];
  if (options.githubNotes) {
    const before = await tagBefore(notes);
    parts.push(await generatedNotes(github, { repository, tag: unit.tag, before }));
  }
  const body = parts.join('\n');
  return github.ask<GithubRelease>({
    method: 'POST',
    path: `/repos/${repository}/releases`,
    what: `the release ${unit.tag}`,
    body: {
      tag_name: unit.tag,
      // Only used where the tag is not there; it was pushed before.
      ...(release.manifest.git && { target_commitish: release.manifest.git.commit }),
      name: titleOf(subject),
      body: body.slice(0, 120_000),
      draft: true,
      prerelease: unit.packages.every(({ version }) => prerelease(version) !== null),
    },
  });
}

async function publish(
  github: Github,
  { repository, draft, subject }: Drafting & { readonly draft: GithubRelease },
): Promise<GithubRelease> {
  const { packages } = subject.unit;
  const isLatest = packages.every(({ distTag }) => distTag === 'latest');
  return github.ask<GithubRelease>({
    method: 'PATCH',
    path: `/repos/${repository}/releases/${draft.id}`,
    what: `the release ${subject.unit.tag}`,
    body: { draft: false, make_latest: isLatest ? 'legacy' : 'false' },
  });
}

/** A file of that name that is another, or half there, is replaced: GitHub refuses a second of one name. */
async function upload(
  github: Github,
  {
    repository,
    release,
    file,
  }: { readonly repository: string; readonly release: GithubRelease; readonly file: AssetFile },
): Promise<void> {
  const old = release.assets.find(({ name }) => name === file.name);
  const what = `the file ${file.name} of the release`;
  if (old) await github.find({ method: 'DELETE', path: `/repos/${repository}/releases/assets/${old.id}`, what });
  await github.ask({ method: 'POST', path: uploadAddress(release, file.name), what, body: file.bytes });
}

/** Tarballs only as far as they are the ones that were packed: another one under that name would be worse than none. */
async function assetFiles({ unit, release }: DeedSubject): Promise<readonly AssetFile[]> {
  const { folder, manifestFile } = release;
  const tarballs = await Promise.all(
    unit.packages.map(async ({ name, version, tarball, integrity }): Promise<readonly AssetFile[]> => {
      const bytes =
        (await readFile(join(folder, tarball)).catch(() => undefined)) ??
        (await release.registry.tarball(name, version));
      return readTarball(bytes).integrity === integrity ? [{ name: basename(tarball), bytes }] : [];
    }),
  );
  const manifest =
    manifestFile === undefined ? [] : [{ name: basename(manifestFile), bytes: await readFile(manifestFile) }];
  return [...tarballs.flat(), ...manifest];
}

function titleOf({ unit }: DeedSubject): string {
  const [first, ...more] = unit.packages;
  return more.length === 0 && first ? `${first.name} ${first.version}` : unit.tag;
}

function names(files: readonly AssetFile[]): string {
  return files.length === 0 ? 'no new file' : files.map(({ name }) => name).join(', ');
}
