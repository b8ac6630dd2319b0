import type { Asking, Serving } from './answer-request.ts';
import { json, notKept, type Answer } from './deliver.ts';
import type { StoredManifest, StoredPackument } from './package-store.ts';
import { searched } from './search.ts';
import { upstreamPackument } from './upstream.ts';

/** Answers a GET from what the registry holds; undefined for what it does not. */
export async function asked(serving: Serving, asking: Asking): Promise<Answer | undefined> {
  const { path, user } = asking;
  if (path === '-/ping') return json(200, {});
  if (path === '-/whoami') return user ? json(200, { username: user.name }) : json(401, { error: 'not logged in' });
  if (path === '-/v1/search') return json(200, searched(serving.store.all(), asking.url));
  const aboutPackage = /^-\/package\/((?:@[^/]+\/)?[^/]+)\/([^/]+)$/.exec(path);
  if (aboutPackage) return ofPackage(serving, aboutPackage[1] ?? '', aboutPackage[2] ?? '');
  const tarball = serving.store.tarball(path);
  if (tarball) {
    const version = /-(\d+\.\d+\.\d+.*)\.tgz$/.exec(path)?.[1] ?? '';
    return { status: 200, headers: { 'content-type': 'application/octet-stream', ...notKept }, body: tarball, version };
  }
  const [, name = '', version] = /^((?:@[^/]+\/)?[^/]+)(?:\/([^/]+))?$/.exec(path) ?? [];
  const stored = serving.store.packument(name);
  if (!stored) return undefined;
  const packument = atUrl(stored, serving.url);
  if (version !== undefined) return ofVersion(packument, version);
  const whole = serving.mergesUpstream ? await merged(serving, packument) : packument;
  // `npm deprecate` and `npm unpublish` send the revision back that they were given.
  const document = { _id: name, _rev: '1-0', ...whole, maintainers: maintainers(serving) };
  return { ...json(200, document), packument: document };
}

function ofPackage({ store, users }: Serving, name: string, what: string): Answer | undefined {
  const packument = store.packument(name);
  if (!packument) return undefined;
  if (what === 'dist-tags') return json(200, packument['dist-tags']);
  if (what === 'visibility') return json(200, { public: true });
  if (what !== 'collaborators') return undefined;
  const writers = users.filter((user) => user.mayWrite === undefined || user.mayWrite.includes(name));
  return json(200, Object.fromEntries(writers.map((user) => [user.name, 'write'])));
}

function ofVersion(packument: StoredPackument, version: string): Answer {
  const at = packument['dist-tags'][version] ?? version;
  const manifest = packument.versions[at];
  if (!manifest) return json(404, { error: `version not found: ${version}` });
  return { ...json(200, manifest), version: at, manifest };
}

function maintainers({ users }: Serving): { name: string; email: string }[] {
  return users.map(({ name }) => ({ name, email: `${name}@localhost` }));
}

function atUrl(packument: StoredPackument, url: string): StoredPackument {
  const versions = Object.entries(packument.versions).map(([version, manifest]): [string, StoredManifest] => [
    version,
    { ...manifest, dist: { ...manifest.dist, tarball: url + manifest.dist.tarball } },
  ]);
  return { ...packument, versions: Object.fromEntries(versions) };
}

async function merged(serving: Serving, own: StoredPackument): Promise<StoredPackument> {
  const other = await upstreamPackument(serving, own.name);
  if (!other) return own;
  return {
    ...other,
    ...own,
    versions: { ...other.versions, ...own.versions },
    'dist-tags': { ...other['dist-tags'], ...own['dist-tags'] },
    time: { ...other.time, ...own.time },
  };
}
