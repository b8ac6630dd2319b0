import { outcomes, type Check } from './check.ts';
import { previousVersion } from './superseding.ts';

const { passed, failed, warning } = outcomes('size');

/** A package that grew by half since the version before, and by more than this, is worth a look. */
const growth = { factor: 1.5, bytes: 100_000 };

/** The registry's own figures agree with the manifest; and what users download has not grown without anybody noticing. */
export const checkSize: Check = async ({ one, published, packument }) => {
  const { fileCount, unpackedSize } = published.dist;
  const size = `${sizeText(one.size)}, ${sizeText(one.unpackedSize)} unpacked, ${filesText(one.files.length)}`;
  const differs =
    (fileCount !== undefined && fileCount !== one.files.length && filesText(fileCount)) ||
    (unpackedSize !== undefined && unpackedSize !== one.unpackedSize && `${sizeText(unpackedSize)} unpacked`);
  if (differs)
    return failed(`the registry says ${differs}; packed were ${size}`, ['See what the integrity check says']);
  const before = previousVersion(one, packument);
  const old = before === undefined ? undefined : packument.versions[before]?.dist.unpackedSize;
  if (before === undefined || old === undefined || old === 0) return passed(size);
  const change = `${one.unpackedSize >= old ? '+' : ''}${Math.round((one.unpackedSize / old - 1) * 100)} % since ${before}`;
  return one.unpackedSize > old * growth.factor && one.unpackedSize - old > growth.bytes
    ? warning(`${size} (${change})`, [
        `npm diff --diff=${one.name}@${before} --diff=${one.name}@${one.version} --diff-name-only`,
      ])
    : passed(`${size} (${change})`);
};

function filesText(count: number): string {
  return `${count} ${count === 1 ? 'file' : 'files'}`;
}

/** `429 kB`, as npm prints sizes. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
