import type { ArchiveEntry } from './archive-entry.ts';
import type { ArchiveRoom } from './archive-room.ts';
import { bytesOf } from './byte-source.ts';
import { zipEntries } from './zip-entries.ts';

/**
 * The files of a zip, jar or wheel that can be read; the others are left out, and told.
 * @throws ArchiveGap when it is broken or costs more than allowed; what came before was given.
 */
export function* readZip(bytes: Buffer, room: ArchiveRoom): Generator<ArchiveEntry> {
  for (const { path, size, isFolder, isEncrypted, isKnownForm, read } of zipEntries(bytesOf(bytes))) {
    room.count();
    if (isFolder) continue;
    if (isEncrypted) room.leaveOut(path, 'is encrypted');
    else if (!isKnownForm) room.leaveOut(path, 'is packed in a way that is not known here');
    else if (size > room.entry) room.leaveOut(path, `is larger than ${room.entry / 1e6} MB`);
    else {
      if (size > room.left) throw room.tooLarge();
      const content = read(room.entry);
      room.take(content.length);
      yield { path, bytes: content };
    }
  }
}
