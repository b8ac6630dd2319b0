import { ArchiveGap, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';

const block = 512;

/** The files of a tar (ustar, with the long names of GNU and pax). @throws ArchiveGap as a zip does. */
export function* readTar(bytes: Buffer, limits: ArchiveLimits): Generator<ArchiveEntry> {
  let longPath: string | undefined;
  let count = 0;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(text(bytes, at + 124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0 || bytes.toString('latin1', at + 257, at + 262) !== 'ustar')
      throw new ArchiveGap('is broken at one of its headers');
    const type = String.fromCharCode(bytes[at + 156]!);
    const content = bytes.subarray(at + block, at + block + size);
    if (content.length < size) throw new ArchiveGap('ends within a file');
    if (type === 'L') longPath = text(content, 0, size);
    else if (type === 'x') longPath = /(?:^|\n)\d+ path=([^\n]*)/.exec(content.toString('utf8'))?.[1];
    else {
      const prefix = text(bytes, at + 345, 155);
      const path = longPath ?? `${prefix === '' ? '' : `${prefix}/`}${text(bytes, at, 100)}`;
      longPath = undefined;
      if ((type === '0' || type === '\0') && size <= limits.entry) {
        if (++count > limits.entries) throw new ArchiveGap(`has more than ${limits.entries} files`);
        yield { path, bytes: content };
      }
    }
    at += block + Math.ceil(size / block) * block;
  }
}

function text(bytes: Buffer, from: number, length: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString('utf8', from, end >= 0 && end < from + length ? end : from + length).trim();
}
