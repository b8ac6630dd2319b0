import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, writeFileSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { deflateSync } from 'node:zlib';
import type { Files } from './write-files.ts';

/** A file or a folder of the tree that is written, by its name in its parent. */
interface Tree {
  readonly files: Map<string, Entry>;
  readonly folders: Map<string, Tree>;
}

interface Entry {
  readonly path: Buffer;
  readonly id: Buffer;
  readonly stat: BigIntStats;
}

/** What git does otherwise with: it ignores some, filters others, and does not look into a repository of its own. */
const special = /(?:^|\/)\.git(?:ignore|attributes|modules)?(?:\/|$)/i;

/**
 * Whether `writeFirstCommit` leaves what git would: elsewhere git writes other settings, and some files it takes in another way.
 */
export function canWriteFirstCommit(files: Files): boolean {
  const paths = Object.keys(files);
  return (
    platform === 'linux' &&
    paths.every((path) => !special.test(path) && !path.split('/').some((part) => ['', '.', '..'].includes(part)))
  );
}

/**
 * What `git init`, `git add --all` and `git commit` leave of a folder in which these files are all that is there, byte for byte but
 * for the times of files, with no program started. Form of the objects and of the index: gitformat-index(5), "Git Internals" of the git book.
 *
 * @param seconds of the commit, since 1970
 */
export function writeFirstCommit(path: string, files: Files, commit: { message: string; seconds: number }): void {
  const own = join(path, '.git');
  const identity = `Ada Tester <ada@example.org> ${commit.seconds} +0000`;
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'logs/refs/heads'])
    mkdirSync(join(own, folder), { recursive: true });
  const root: Tree = { files: new Map(), folders: new Map() };
  const entries = Object.entries(files).map(([file, content]) => {
    const id = writeObject(own, 'blob', Buffer.from(content));
    const entry = { path: Buffer.from(file), id, stat: lstatSync(join(path, file), { bigint: true }) };
    const parts = file.split('/');
    const name = parts.pop() ?? '';
    let at = root;
    for (const part of parts) at = folderIn(at, part);
    at.files.set(name, entry);
    return entry;
  });
  const trees: Buffer[] = [];
  const tree = writeTree(own, '', root, trees);
  const text = `tree ${tree.toString('hex')}\nauthor ${identity}\ncommitter ${identity}\n\n${commit.message}\n`;
  const id = writeObject(own, 'commit', Buffer.from(text)).toString('hex');
  const log = `${'0'.repeat(40)} ${id} ${identity}\tcommit (initial): ${commit.message}\n`;
  const written = {
    HEAD: 'ref: refs/heads/main\n',
    config: '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n',
    'refs/heads/main': `${id}\n`,
    'logs/HEAD': log,
    'logs/refs/heads/main': log,
    COMMIT_EDITMSG: `${commit.message}\n`,
  };
  for (const [name, content] of Object.entries(written)) writeFileSync(join(own, name), content);
  writeFileSync(join(own, 'index'), indexOf(entries, Buffer.concat(trees)));
}

function folderIn(tree: Tree, name: string): Tree {
  const made = tree.folders.get(name) ?? { files: new Map(), folders: new Map() };
  tree.folders.set(name, made);
  return made;
}

/** @returns its id */
function writeObject(own: string, type: string, content: Buffer): Buffer {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const id = createHash('sha1').update(bytes).digest();
  const hex = id.toString('hex');
  const folder = join(own, 'objects', hex.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, hex.slice(2)), deflateSync(bytes, { level: 1 }), { flag: 'wx', mode: 0o444 });
  } catch (error) {
    // Two files with the same content are one object.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return id;
}

/** Adds to `cached` what the index keeps of the tree and of those below it. @returns its id */
function writeTree(own: string, name: string, { files, folders }: Tree, cached: Buffer[]): Buffer {
  const place = cached.push(Buffer.alloc(0)) - 1;
  // Of two names the index has the shorter one first; a tree has a folder as if its name ended with a slash.
  const below = [...folders].map(([folder, tree]) => ({ folder, bytes: Buffer.from(folder), tree }));
  below.sort((one, other) => one.bytes.length - other.bytes.length || one.bytes.compare(other.bytes));
  const ids = below.map(({ folder, tree }) => ({ folder, id: writeTree(own, folder, tree, cached) }));
  const items = [
    ...[...files].map(([file, { id }]) => ({ mode: '100644', file, key: Buffer.from(file), id })),
    ...ids.map(({ folder, id }) => ({ mode: '40000', file: folder, key: Buffer.from(`${folder}/`), id })),
  ].toSorted((one, other) => one.key.compare(other.key));
  const content = items.map(({ mode, file, id }) => Buffer.concat([Buffer.from(`${mode} ${file}\0`), id]));
  const id = writeObject(own, 'tree', Buffer.concat(content));
  cached[place] = Buffer.concat([Buffer.from(`${name}\0${countOf({ files, folders })} ${folders.size}\n`), id]);
  return id;
}

function countOf({ files, folders }: Tree): number {
  return files.size + [...folders.values()].reduce((sum, tree) => sum + countOf(tree), 0);
}

/** Version 2, with the ids of the trees. */
function indexOf(entries: readonly Entry[], trees: Buffer): Buffer {
  const header = Buffer.concat([Buffer.from('DIRC'), numbers(2, entries.length)]);
  const sorted = entries.toSorted((one, other) => one.path.compare(other.path));
  const bytes = Buffer.concat([header, ...sorted.map(entryOf), Buffer.from('TREE'), numbers(trees.length), trees]);
  return Buffer.concat([bytes, createHash('sha1').update(bytes).digest()]);
}

function entryOf({ path, id, stat }: Entry): Buffer {
  const { ctimeNs, mtimeNs, dev, ino, uid, gid, size } = stat;
  const time = (ns: bigint): number[] => [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)];
  const known = [...time(ctimeNs), ...time(mtimeNs), Number(dev), Number(ino), 0o100644, Number(uid), Number(gid)];
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Math.min(path.length, 0xfff));
  const bytes = Buffer.concat([numbers(...known, Number(size)), id, length, path]);
  // One to eight NUL, to a multiple of eight.
  return Buffer.concat([bytes, Buffer.alloc(8 - (bytes.length % 8))]);
}

/** Of 32 bits each; of a greater number the lowest, as git has them. */
function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value % 2 ** 32, at * 4);
  return bytes;
}
