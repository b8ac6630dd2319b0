import { createHash } from 'node:crypto';
import type { Distribution } from '../packument.ts';
import { readTarballManifest, type TarballManifest } from './read-tarball-manifest.ts';

export interface StoredPackument {
  readonly name: string;
  readonly 'dist-tags': Record<string, string>;
  readonly versions: Record<string, StoredManifest>;
  readonly time: Record<string, string>;
  readonly [field: string]: unknown;
}

export type StoredManifest = TarballManifest & { readonly dist: Distribution };

/** What is in the registry. Addresses are paths from its root; whoever answers makes URLs of them. */
export interface PackageStore {
  readonly packument: (name: string) => StoredPackument | undefined;
  readonly all: () => readonly StoredPackument[];
  readonly tarball: (path: string) => Uint8Array | undefined;
  /** Adds a version. `manifest`: as it was sent with a publish, else that in the tarball. */
  readonly add: (added: {
    readonly tarball: Uint8Array;
    readonly tag: string;
    readonly time: string;
    readonly manifest?: TarballManifest;
  }) => TarballManifest;
  readonly setTag: (name: string, tag: string, version: string) => boolean;
  readonly removeTag: (name: string, tag: string) => boolean;
  /** Replaces the messages of deprecation; undefined takes one away. */
  readonly deprecate: (name: string, messages: Readonly<Record<string, string | undefined>>) => void;
  /** Without versions the whole package goes. */
  readonly remove: (name: string, versions?: readonly string[]) => boolean;
}

export function packageStore(): PackageStore {
  const packuments = new Map<string, StoredPackument>();
  const tarballs = new Map<string, Uint8Array>();

  function add({
    tarball,
    tag,
    time,
    manifest = readTarballManifest(tarball),
  }: Parameters<PackageStore['add']>[0]): TarballManifest {
    const { name, version } = manifest;
    const path = tarballPath(name, version);
    tarballs.set(path, tarball);
    const packument = packuments.get(name) ?? { name, 'dist-tags': {}, versions: {}, time: { created: time } };
    const { dist: sent, ...fields } = manifest as TarballManifest & { readonly dist?: object };
    packument.versions[version] = { ...fields, name, version, dist: { ...sent, tarball: path, ...digests(tarball) } };
    packument['dist-tags'][tag] = version;
    // A registry gives every package `latest`.
    packument['dist-tags']['latest'] ??= version;
    packument.time[version] = time;
    packument.time['modified'] = time;
    packuments.set(name, packument);
    return manifest;
  }

  function remove(name: string, versions?: readonly string[]): boolean {
    const packument = packuments.get(name);
    if (!packument) return false;
    for (const version of versions ?? Object.keys(packument.versions)) {
      tarballs.delete(tarballPath(name, version));
      delete packument.versions[version];
      delete packument.time[version];
      for (const [tag, at] of Object.entries(packument['dist-tags']))
        if (at === version) delete packument['dist-tags'][tag];
    }
    if (Object.keys(packument.versions).length === 0) packuments.delete(name);
    return true;
  }

  return {
    packument: (name) => packuments.get(name),
    all: () => [...packuments.values()],
    tarball: (path) => tarballs.get(path),
    add,
    remove,
    setTag(name, tag, version) {
      const packument = packuments.get(name);
      if (!packument?.versions[version]) return false;
      packument['dist-tags'][tag] = version;
      return true;
    },
    removeTag(name, tag) {
      const tags = packuments.get(name)?.['dist-tags'];
      return tags !== undefined && Object.hasOwn(tags, tag) && delete tags[tag];
    },
    deprecate(name, messages) {
      const packument = packuments.get(name);
      for (const [version, message] of Object.entries(messages)) {
        const manifest = packument?.versions[version];
        if (!packument || !manifest) continue;
        const { deprecated: _, ...rest } = manifest;
        packument.versions[version] = { ...rest, ...(message && { deprecated: message }) };
      }
    },
  };
}

function tarballPath(name: string, version: string): string {
  return `${name}/-/${name.replace(/^.*\//, '')}-${version}.tgz`;
}

function digests(tarball: Uint8Array): { integrity: string; shasum: string } {
  return {
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    shasum: createHash('sha1').update(tarball).digest('hex'),
  };
}
