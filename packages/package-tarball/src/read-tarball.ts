import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { isCdevError } from '@cdev/core/errors';
import { parseManifest, type PackageManifest } from '@cdev/package-workspace';
import { entryPath } from './entry-path.ts';
import { errors } from './errors.ts';
import type { PackageTarball, TarballEntry } from './package-tarball.ts';
import { archiveEntries, type ArchiveEntry } from './tar-archive.ts';

export interface ReadTarballOptions {
  /** Bytes that the archive may have unpacked. Default 1 GiB. */
  readonly maxUnpackedSize?: number;
  /** Entries that it may have. Default 100,000. */
  readonly maxEntries?: number;
}

/**
 * Reads a package's tarball, whoever made it: nothing is written, and an archive that is damaged, that leads out of its folder or that unpacks without end is
 * refused. Links are listed as what they are; npm does not unpack them.
 * @throws CDEV_E_PACKAGE_TARBALL_UNREADABLE, _UNSAFE, _TOO_LARGE, _MANIFEST_INVALID
 */
export function readTarball(bytes: Buffer, options: ReadTarballOptions = {}): PackageTarball {
  const { maxUnpackedSize = 2 ** 30, maxEntries = 100_000 } = options;
  const entries = new Map<string, TarballEntry>();
  let count = 0;
  for (const raw of archiveEntries(unzip(bytes, maxUnpackedSize))) {
    count += 1;
    if (count > maxEntries) throw tooLarge(`more than ${maxEntries} entries`, `${maxEntries} entries`);
    const entry = entryOf(raw);
    if (!entry) continue;
    entries.delete(entry.path);
    entries.set(entry.path, entry);
  }
  const manifest = manifestOf(entries.get('package.json'));
  return {
    ...manifest,
    entries,
    bytes,
    size: bytes.length,
    unpackedSize: [...entries.values()].reduce((sum, { size }) => sum + size, 0),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    shasum: createHash('sha1').update(bytes).digest('hex'),
  };
}

function unzip(bytes: Buffer, maxOutputLength: number): Buffer {
  // npm takes an archive that is not compressed, too.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    if (bytes.length < 512) throw errors.make('CDEV_E_PACKAGE_TARBALL_UNREADABLE', { problem: 'it is no gzip file' });
    return bytes;
  }
  try {
    return gunzipSync(bytes, { maxOutputLength });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge('more bytes unpacked', `${Math.floor(maxOutputLength / 2 ** 20)} MiB`);
    throw errors.make('CDEV_E_PACKAGE_TARBALL_UNREADABLE', { problem: (error as Error).message }, { cause: error });
  }
}

const types: Readonly<Record<string, TarballEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '5': 'folder',
};

/** Undefined for the folder at the top, and for devices and pipes, which no package manager unpacks. */
function entryOf({ path: raw, typeFlag, mode, target, data }: ArchiveEntry): TarballEntry | undefined {
  const path = entryPath(raw);
  // A name that ends in a slash is a folder, whatever its type says (old archives).
  const type = typeFlag !== '5' && raw.endsWith('/') ? 'folder' : types[typeFlag];
  if (path === '' || type === undefined) return undefined;
  const isFile = type === 'file';
  return {
    path,
    size: isFile ? data.length : 0,
    mode,
    type,
    ...((type === 'symlink' || type === 'hardlink') && { target }),
    data: isFile ? data : Buffer.alloc(0),
  };
}

function manifestOf(entry: TarballEntry | undefined): { name: string; version: string; manifest: PackageManifest } {
  const refuse = (problem: string, cause?: unknown): never => {
    throw errors.make('CDEV_E_PACKAGE_TARBALL_MANIFEST_INVALID', { problem }, { cause });
  };
  if (entry?.type !== 'file') return refuse('there is none');
  try {
    const manifest = parseManifest(entry.data.toString('utf8').replace(/^\uFEFF/, ''), 'package.json');
    const { name = '', version = '' } = manifest;
    if (name === '' || version === '') return refuse(`it has no ${name === '' ? 'name' : 'version'}`);
    return { name, version, manifest };
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_PACKAGE_TARBALL_MANIFEST_INVALID') || !isCdevError(error)) throw error;
    return refuse(error.message, error);
  }
}

function tooLarge(what: string, limit: string): Error {
  return errors.make('CDEV_E_PACKAGE_TARBALL_TOO_LARGE', { what, limit });
}
