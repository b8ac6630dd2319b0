import { gzipSync } from 'node:zlib';
import { readTarball, type PackageTarball } from '@cdev/package-tarball';

/** A packed file: its text or bytes, or with permissions, or a link. */
export type PackedFile = string | Buffer | { readonly text: string; readonly mode: number } | { readonly link: string };

export type PackedFiles = Readonly<Record<string, PackedFile>>;

/** A package's tarball from an object literal: path -> file; an object at `package.json` is written as JSON. */
export function packObject(manifest: object, files: PackedFiles): Buffer {
  const all: PackedFiles = { 'package.json': `${JSON.stringify(manifest, undefined, 2)}\n`, ...files };
  const blocks = Object.entries(all).flatMap(([path, file]) => entryBlocks(path, file));
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

export function tarballOf(manifest: object, files: PackedFiles): PackageTarball {
  return readTarball(packObject(manifest, files));
}

function entryBlocks(path: string, file: PackedFile): Buffer[] {
  const isPlain = typeof file === 'string' || Buffer.isBuffer(file);
  const link = !isPlain && 'link' in file ? file.link : undefined;
  const mode = !isPlain && 'mode' in file ? file.mode : 0o644;
  const data = Buffer.from(isPlain ? (file as string) : 'text' in file ? file.text : '');
  const padding = Buffer.alloc((512 - (data.length % 512)) % 512);
  return [header(path, { mode, size: data.length, link }), data, padding];
}

/** A header of the "ustar" form of POSIX.1-1988. */
function header(path: string, { mode, size, link }: { mode: number; size: number; link: string | undefined }): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number): void =>
    void block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  block.write(`package/${path}`, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(link === undefined ? '0' : '2', 156);
  if (link !== undefined) block.write(link, 157);
  block.write('ustar\u000000', 257);
  block.write('        ', 148);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
