import { createHash } from 'node:crypto';
import type { Asking, Serving } from './answer-request.ts';
import { json, type Answer } from './deliver.ts';
import type { TarballManifest } from './read-tarball-manifest.ts';

/** The body of a publish; the same document without attachments changes what is there. */
interface Document {
  readonly name?: string;
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly versions?: Readonly<
    Record<string, TarballManifest & { readonly dist?: { readonly integrity?: string }; readonly deprecated?: string }>
  >;
  readonly _attachments?: Readonly<Record<string, { readonly data?: string; readonly length?: number }>>;
}

/** Takes `PUT /name`: a publish, a deprecation, or the document that is left after `npm unpublish name@version`. */
export async function published({ store, publishTime }: Serving, asking: Asking, name: string): Promise<Answer> {
  const document = JSON.parse((await asking.body()).toString('utf8')) as Document;
  if (document.name !== name) return json(400, { error: `the document is of ${String(document.name)}` });
  const tarballs = Object.entries(document._attachments ?? {}).filter(([file]) => file.endsWith('.tgz'));
  const versions = Object.values(document.versions ?? {});
  if (tarballs.length === 0) {
    if (!store.packument(name)) return json(404, { error: 'not found' });
    const left = Object.keys(document.versions ?? {});
    const gone = Object.keys(store.packument(name)?.versions ?? {}).filter((version) => !left.includes(version));
    store.remove(name, gone);
    store.deprecate(name, Object.fromEntries(versions.map(({ version, deprecated }) => [version, deprecated])));
    return json(201, { ok: true, success: true });
  }
  const [manifest] = versions;
  const [, attachment] = tarballs[0] ?? [];
  const tarball = Buffer.from(attachment?.data ?? '', 'base64');
  if (!manifest || versions.length !== 1) return json(400, { error: 'a publish has one version' });
  if (tarball.length === 0 || (attachment?.length !== undefined && attachment.length !== tarball.length))
    return json(400, { error: 'the tarball is not complete' });
  if (store.packument(name)?.versions[manifest.version])
    return json(403, { error: `You cannot publish over the previously published versions: ${manifest.version}.` });
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (manifest.dist?.integrity !== undefined && manifest.dist.integrity !== integrity)
    return json(400, { error: 'the integrity is not that of the tarball' });
  const tags = Object.keys(document['dist-tags'] ?? {});
  // As registries note who it was; what the document says of that is not asked.
  const publisher = asking.user && { name: asking.user.name, email: `${asking.user.name}@localhost` };
  const noted = { ...manifest, ...(publisher && { _npmUser: publisher, maintainers: [publisher] }) };
  store.add({ tarball, tag: tags[0] ?? 'latest', time: publishTime(), manifest: noted });
  return json(201, { ok: true, success: true });
}
