import { gunzipSync } from 'node:zlib';

/** The package.json of a packed package. */
export interface TarballManifest extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly version: string;
}

const blockSize = 512;
const maxUnpacked = 1_000_000_000;

/**
 * Reads `package.json` out of a package's tarball: the entry of that name in the one folder at its top.
 * @throws when the bytes are no tarball of a package
 */
export function readTarballManifest(tarball: Uint8Array): TarballManifest {
  const archive = gunzipSync(tarball, { maxOutputLength: maxUnpacked });
  for (let at = 0; at + blockSize <= archive.length;) {
    const name = fieldOf(archive, at, 100);
    if (name === '') break;
    const size = Number.parseInt(fieldOf(archive, at + 124, 12), 8);
    if (!(size >= 0)) break;
    if (/^[^/]+\/package\.json$/.test(name)) {
      const manifest = JSON.parse(archive.toString('utf8', at + blockSize, at + blockSize + size)) as TarballManifest;
      if (typeof manifest.name === 'string' && typeof manifest.version === 'string') return manifest;
      throw new Error("The tarball's package.json has no name or no version");
    }
    at += blockSize + Math.ceil(size / blockSize) * blockSize;
  }
  throw new Error('The tarball has no package.json');
}

/** A text field of a tar header ends at its first zero byte. */
function fieldOf(archive: Buffer, start: number, length: number): string {
  return archive
    .toString('utf8', start, start + length)
    .replace(/\0[\s\S]*$/, '')
    .trim();
}
