import { crc32, deflateRawSync } from 'node:zlib';

/** Path and content; of a zip also what the archive says of the unpacked size, when that is not the truth. */
export type ArchivedFile = readonly [path: string, content: string | Uint8Array, claimed?: number];

/** A ustar archive. */
export function makeTar(files: readonly ArchivedFile[]): Buffer {
  const blocks = files.flatMap(([path, content]) => {
    const bytes = Buffer.from(content as Uint8Array);
    const header = Buffer.alloc(512);
    header.write(path);
    header.write('0000644\0', 100);
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write('0', 156);
    header.write('ustar\u000000', 257);
    // The sum of the header's bytes, its own eight counted as spaces.
    header.write(' '.repeat(8), 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** A zip archive, deflated, as the format's application note has it: local headers, list, end; with more than 65,534 files as ZIP64. */
export function makeZip(files: readonly ArchivedFile[]): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [path, content, claimed] of files) {
    const name = Buffer.from(path);
    const plain = Buffer.from(content as Uint8Array);
    // A copy: what comes from there keeps a piece of 16 KB for each file.
    const packed = Buffer.from(deflateRawSync(plain));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? plain.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    list.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, place, name);
    locals.push(Buffer.from('PK\u0003\u0004'), fields, name, packed);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(list);
  const isLarge = files.length > 65_534;
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006');
  end.writeUInt16LE(isLarge ? 0xff_ff : files.length, 8);
  end.writeUInt16LE(isLarge ? 0xff_ff : files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(isLarge ? 0xff_ff_ff_ff : offset, 16);
  return Buffer.concat([
    ...locals,
    directory,
    ...(isLarge ? largeEnd(files.length, directory.length, offset) : []),
    end,
  ]);
}

function largeEnd(count: number, length: number, start: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.write('PK\u0006\u0006');
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(length), 40);
  record.writeBigUInt64LE(BigInt(start), 48);
  const place = Buffer.alloc(20);
  place.write('PK\u0006\u0007');
  place.writeBigUInt64LE(BigInt(start + length), 8);
  place.writeUInt32LE(1, 16);
  return [record, place];
}
