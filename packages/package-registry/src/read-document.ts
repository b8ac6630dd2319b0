import { stripControl } from '@cdev/core/log';
import { errors } from './errors.ts';
import type { Packument, PublishedManifest } from './packument.ts';

interface Source {
  readonly registry: string;
  readonly what: string;
}

/** @throws CDEV_E_REGISTRY_BROKEN_ANSWER when the bytes are not one JSON object */
export function readDocument(bytes: Buffer, source: Source): Record<string, unknown> {
  const text = bytes.toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed)) return parsed;
  } catch {
    // Below.
  }
  const shown = stripControl(text.trim()).slice(0, 60);
  throw broken(source, shown === '' ? 'it is empty' : `it is no JSON document: ${shown}`);
}

/** @throws CDEV_E_REGISTRY_BROKEN_ANSWER when it is the document of something else */
export function readPackument(bytes: Buffer, source: Source): Packument {
  const document = readDocument(bytes, source);
  if (document['name'] !== source.what) throw broken(source, `it is about ${String(document['name'])}`);
  // A package that was unpublished as a whole has only `time`.
  const { versions = {}, 'dist-tags': tags = {} } = document;
  if (!isRecord(versions) || !isRecord(tags)) throw broken(source, 'its versions are not a list');
  for (const [version, manifest] of Object.entries(versions)) {
    if (!isRecord(manifest) || manifest['version'] !== version)
      throw broken(source, `version ${version} is not that version`);
    assertDistribution(manifest, source);
  }
  return { ...document, versions, 'dist-tags': tags } as unknown as Packument;
}

/** @throws CDEV_E_REGISTRY_BROKEN_ANSWER when it is the manifest of something else; `what` is `name@version` or `name@tag` */
export function readManifest(bytes: Buffer, source: Source): PublishedManifest {
  const document = readDocument(bytes, source);
  const { name, version } = document;
  const asked = source.what.slice(source.what.lastIndexOf('@') + 1);
  const isExact = /^\d/.test(asked);
  if (!source.what.startsWith(`${String(name)}@`) || typeof version !== 'string' || (isExact && version !== asked))
    throw broken(source, `it is about ${String(name)}@${String(version)}`);
  assertDistribution(document, source);
  return document as unknown as PublishedManifest;
}

function assertDistribution({ dist, version }: Record<string, unknown>, source: Source): void {
  const tarball = isRecord(dist) ? dist['tarball'] : undefined;
  if (typeof tarball !== 'string' || !/^https?:\/\//i.test(tarball) || !URL.canParse(tarball))
    throw broken(source, `version ${String(version)} has no address of a tarball`);
}

function broken({ registry, what }: Source, reason: string): Error {
  return errors.make('CDEV_E_REGISTRY_BROKEN_ANSWER', { registry, what, reason });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
