import { ArchiveGap, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';
import { bytesOf } from './byte-source.ts';
import { zipEntries } from './zip-entries.ts';

/**
 * The files of a zip, jar or wheel that can be read: what is encrypted or larger than allowed is left out.
 * @throws ArchiveGap when it is broken or costs more than allowed; what came before was given.
 */
export function* readZip(bytes: Buffer, limits: ArchiveLimits): Generator<ArchiveEntry> {
  let count = 0;
  let room = limits.all;
  for (const { path, size, isFolder, isEncrypted, isKnownForm, read } of zipEntries(bytesOf(bytes))) {
    count += 1;
    if (count > limits.entries) throw new ArchiveGap(`has more than ${limits.entries} files`);
    if (isFolder || isEncrypted || size > limits.entry || !isKnownForm) continue;
    if (size > room) throw new ArchiveGap(`unpacks to more than ${limits.all / 1e6} MB`);
    const content = read(limits.entry);
    room -= content.length;
    yield { path, bytes: content };
  }
}
