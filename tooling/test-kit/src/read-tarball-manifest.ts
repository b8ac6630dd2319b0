import { gunzipSync } from 'node:zlib';

/** The package.json of a packed package. */
export interface PublishedManifest extends Readonly<Record<string, unknown>> {
  readonly name: string;
  readonly version: string;
}

const blockSize = 512;

/** Reads `package.json` out of a package's tarball: the entry of that name in the one folder at its top. */
export function readTarballManifest(tarball: Uint8Array): PublishedManifest {
  const archive = gunzipSync(tarball);
  for (let at = 0; at + blockSize <= archive.length;) {
    const name = fieldOf(archive, at, 100);
    if (name === '') break;
    const size = Number.parseInt(fieldOf(archive, at + 124, 12), 8);
    if (/^[^/]+\/package\.json$/.test(name))
      return JSON.parse(archive.toString('utf8', at + blockSize, at + blockSize + size)) as PublishedManifest;
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
