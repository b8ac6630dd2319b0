export { ArchiveGap, usualLimits, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';
export { openFileBytes, bytesOf, type ByteSource } from './byte-source.ts';
export { beginsAsArchive, endingOf, holdsFiles, isArchive, largestArchive, readArchive } from './read-archive.ts';
export { zipEntries, zipEntryCount, type ZipEntry } from './zip-entries.ts';
