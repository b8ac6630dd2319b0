import { createHash } from 'node:crypto';
import type { FakeAnswer, FakeRequest } from './fake-service.ts';

/** A release as the fake keeps it, under the names of GitHub's REST API. */
export interface FakeGithubRelease {
  readonly id: number;
  readonly tag_name: string;
  readonly name: string;
  readonly body: string;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly assets: readonly {
    readonly id: number;
    readonly name: string;
    readonly size: number;
    readonly digest: string;
  }[];
}

export interface ReleasePlace {
  /** Of all repositories: `owner/name` in small letters. */
  readonly releases: Map<string, FakeGithubRelease[]>;
  readonly base: string;
}

/**
 * Answers what concerns releases: list, by tag (drafts are not shown there), create, publish, files, generated notes. Undefined for another question. As GitHub, it
 * refuses a second release of a tag and a second file of a name with 422.
 */
export function answerReleases(request: FakeRequest, { releases, base }: ReleasePlace): FakeAnswer | undefined {
  const url = new URL(request.path, base);
  const [, repository = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)\/releases(?:\/(.*))?$/.exec(url.pathname) ?? [];
  if (repository === '') return undefined;
  const kept = releases.get(repository.toLowerCase());
  if (!kept) return notFound;
  const shown = (release: FakeGithubRelease): FakeAnswer => ({ body: document(release, { base, repository }) });
  const replace = (release: FakeGithubRelease): FakeAnswer => {
    kept.splice(
      kept.findIndex(({ id }) => id === release.id),
      1,
      release,
    );
    return shown(release);
  };
  if (request.method === 'GET' && rest === '')
    return { body: kept.map((release) => document(release, { base, repository })) };
  if (request.method === 'GET' && rest.startsWith('tags/')) {
    const tag = decodeURIComponent(rest.slice('tags/'.length));
    const found = kept.find((release) => release.tag_name === tag && !release.draft);
    return found ? shown(found) : notFound;
  }
  if (request.method === 'POST' && rest === '') {
    const given = JSON.parse(request.body) as Partial<FakeGithubRelease> & { readonly tag_name: string };
    if (kept.some((release) => release.tag_name === given.tag_name && !release.draft)) return taken('tag_name');
    const { tag_name, name = '', body = '', draft = false, prerelease = false } = given;
    const made = { id: nextId(releases), tag_name, name, body, draft, prerelease, assets: [] };
    kept.push(made);
    return { ...shown(made), status: 201 };
  }
  if (request.method === 'POST' && rest === 'generate-notes') {
    const { tag_name: tag, previous_tag_name: before } = JSON.parse(request.body) as Record<string, string | undefined>;
    const range = before === undefined ? `commits/${tag}` : `compare/${before}...${tag}`;
    return { body: { name: tag, body: `**Full Changelog**: https://github.com/${repository}/${range}` } };
  }
  const [id, part, asset] = rest.split('/');
  if (request.method === 'DELETE' && id === 'assets') {
    const owner = kept.find(({ assets }) => assets.some((one) => String(one.id) === part));
    if (owner) replace({ ...owner, assets: owner.assets.filter((one) => String(one.id) !== part) });
    return owner ? { status: 204 } : notFound;
  }
  const release = kept.find((one) => String(one.id) === id);
  if (!release) return notFound;
  if (request.method === 'PATCH')
    return replace({ ...release, ...(JSON.parse(request.body) as Partial<FakeGithubRelease>) });
  if (request.method === 'POST' && part === 'assets' && asset === undefined) {
    const name = url.searchParams.get('name') ?? '';
    if (release.assets.some((one) => one.name === name)) return taken('name');
    const { bytes } = request;
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const added = { id: nextId(releases), name, size: bytes.length, digest };
    replace({ ...release, assets: [...release.assets, added] });
    return { status: 201, body: added };
  }
  return notFound;
}

const notFound: FakeAnswer = { status: 404, body: { message: 'Not Found' } };

function taken(field: string): FakeAnswer {
  return { status: 422, body: { message: 'Validation Failed', errors: [{ code: 'already_exists', field }] } };
}

function document(release: FakeGithubRelease, { base, repository }: { base: string; repository: string }): object {
  return {
    ...release,
    html_url: `https://github.com/${repository}/releases/tag/${encodeURIComponent(release.tag_name)}`,
    upload_url: `${base}/repos/${repository}/releases/${release.id}/assets{?name,label}`,
  };
}

function nextId(releases: ReadonlyMap<string, readonly FakeGithubRelease[]>): number {
  const ids = [...releases.values()].flat().flatMap(({ id, assets }) => [id, ...assets.map((asset) => asset.id)]);
  return Math.max(0, ...ids) + 1;
}
