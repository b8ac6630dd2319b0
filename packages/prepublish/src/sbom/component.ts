import { createHash } from 'node:crypto';
import parseLicense from 'spdx-expression-parse';
import { packageUrl, type LockedPackage } from '@cdev/lock-file';
import type { PackageTarball } from '@cdev/package-tarball';

/** A part of the bill, in the form of CycloneDX. */
export interface Component {
  readonly type: 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly scope?: 'required' | 'optional';
  readonly licenses?: readonly unknown[];
  readonly hashes?: readonly Hash[];
}

interface Hash {
  readonly alg: string;
  readonly content: string;
}

/** A package that is published. */
export function ownComponent({ name, version, manifest, bytes }: PackageTarball): Component {
  const { license } = manifest;
  const ref = purl(name, version);
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    purl: ref,
    ...(typeof license === 'string' && license !== '' && { licenses: [licenseOf(license)] }),
    hashes: [{ alg: 'SHA-512', content: createHash('sha512').update(bytes).digest('hex') }],
  };
}

function licenseOf(license: string): object {
  try {
    return 'conjunction' in Object(parseLicense(license)) ? { expression: license } : { license: { id: license } };
  } catch {
    return { license: { name: license } };
  }
}

/** A package as the lock file has it. */
export function lockedComponent({ name, version, integrity, origin }: LockedPackage, isOptional: boolean): Component {
  const ref = `${purl(name, version === '' ? undefined : version)}${origin === 'registry' ? '' : `?origin=${origin}`}`;
  return {
    type: 'library',
    'bom-ref': ref,
    name,
    version,
    purl: ref,
    scope: isOptional ? 'optional' : 'required',
    ...hashesOf(integrity),
  };
}

const algorithms: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** Of a subresource integrity, which may have several; other forms, such as yarn's own, are no hash of the tarball. */
export function hashesOf(integrity: string | undefined): { readonly hashes?: readonly Hash[] } {
  const hashes = (integrity ?? '').split(/\s+/).flatMap((part): Hash[] => {
    const [, algorithm = '', digest = ''] = /^(sha\d+)-([\w+/]+=*)/.exec(part) ?? [];
    const alg = algorithms[algorithm];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
  });
  return hashes.length === 0 ? {} : { hashes };
}

export function purl(name: string, version?: string): string {
  return packageUrl({ ecosystem: 'npm', name, version });
}
