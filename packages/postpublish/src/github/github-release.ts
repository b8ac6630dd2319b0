import { createHash } from 'node:crypto';
import type { Github } from '@cdev/github-api';

export interface GithubAsset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** `starter` is an upload that was broken off. */
  readonly state?: string;
  /** `sha256:…` */
  readonly digest?: string | null;
}

export interface GithubRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly draft: boolean;
  readonly html_url: string;
  readonly upload_url: string;
  readonly assets: readonly GithubAsset[];
}

/** The release of a tag, also while it is a draft, which GitHub shows in its list only. */
export async function findRelease(github: Github, repository: string, tag: string): Promise<GithubRelease | undefined> {
  const path = `/repos/${repository}/releases`;
  const what = `the release ${tag}`;
  const published = await github.find<GithubRelease>({ path: `${path}/tags/${encodeURIComponent(tag)}`, what });
  if (published) return published;
  let page = 0;
  for await (const list of github.pages<GithubRelease>({ path: `${path}?per_page=100`, what })) {
    const found = list.find((release) => release.tag_name === tag);
    page += 1;
    // Drafts of the last days are on the first pages; an older one nobody waits for.
    if (found || page === 3) return found;
  }
  return undefined;
}

export interface GeneratedNotesOptions {
  /** `owner/name` */
  readonly repository: string;
  /** It is there already. */
  readonly tag: string;
  /** Where the changes begin. Undefined: GitHub chooses, and in a workspace it may choose the tag of another package. */
  readonly before: string | undefined;
}

/** What GitHub writes of the pull requests that were merged and of who contributed, as Markdown. */
export async function generatedNotes(
  github: Github,
  { repository, tag, before }: GeneratedNotesOptions,
): Promise<string> {
  const { body } = await github.ask<{ readonly body: string }>({
    method: 'POST',
    path: `/repos/${repository}/releases/generate-notes`,
    what: `the notes of ${tag}`,
    body: { tag_name: tag, ...(before !== undefined && { previous_tag_name: before }) },
  });
  return body;
}

/** A file of a release. */
export interface AssetFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Whether an asset that GitHub has is this file, whole. */
export function isSame({ size, state, digest }: GithubAsset, { bytes }: AssetFile): boolean {
  if (state === 'starter' || size !== bytes.length) return false;
  return !digest?.startsWith('sha256:') || digest === `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The address that an asset is uploaded to: GitHub gives it as a template. */
export function uploadAddress({ upload_url: template }: GithubRelease, name: string): string {
  return `${template.replace(/\{[^}]*\}$/, '')}?name=${encodeURIComponent(name)}`;
}
