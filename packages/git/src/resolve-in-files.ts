import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { discoverRepository } from './discover-repository.ts';
import { readBranch, readHead } from './read-head.ts';

/** More than a commit of people has; what is larger is git's to read. */
const mostBytes = 65_536;

/**
 * The commit that `HEAD`, a branch as `refs/heads/…` or a full id names, where the repository's files tell it without a process for git: a plain
 * repository (`discoverRepository`), and the commit a loose object, which is read and checked as git would. Undefined otherwise: then git is asked.
 */
export function resolveInFiles(folder: string, revision: string): string | undefined {
  if (revision !== 'HEAD' && !isBranch(revision) && !isId(revision)) return undefined;
  const repository = discoverRepository(folder);
  if (repository === undefined) return undefined;
  const { commonDir, objectFormat } = repository;
  const id = isId(revision) ? revision : revision === 'HEAD' ? readHead(repository) : readBranch(commonDir, revision);
  // In another format a full id is the beginning of a longer one.
  if (id?.length !== (objectFormat === 'sha1' ? 40 : 64)) return undefined;
  return isLooseCommit(join(commonDir, 'objects', id.slice(0, 2), id.slice(2)), id, objectFormat) ? id : undefined;
}

/** The short name of the branch that HEAD is on, where files tell it; undefined otherwise, also when HEAD is detached. */
export function branchInFiles(folder: string): string | undefined {
  const repository = discoverRepository(folder);
  if (repository === undefined) return undefined;
  try {
    const file = join(repository.gitDir, 'HEAD');
    const ref = lstatSync(file).isFile() ? /^ref:\s*(\S+)\n?$/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
    if (ref === undefined || !isBranch(ref)) return undefined;
    // One that leads to another stands for that one.
    const loose = lstatSync(join(repository.commonDir, ref), { throwIfNoEntry: false });
    const isPlain = loose === undefined || (loose.isFile() && readBranch(repository.commonDir, ref) !== undefined);
    return isPlain ? ref.slice('refs/heads/'.length) : undefined;
  } catch {
    return undefined;
  }
}

function isId(revision: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision);
}

/** The name of a branch and nothing that git reads as an expression, or refuses as a name; git-check-ref-format(1) allows more. */
function isBranch(revision: string): boolean {
  return (
    /^refs\/heads\/[\w.+#/-]+$/.test(revision) &&
    revision.split('/').every((part) => part !== '' && !part.startsWith('.') && !/\.$|\.lock$/.test(part)) &&
    !revision.includes('..')
  );
}

function isLooseCommit(file: string, id: string, format: 'sha1' | 'sha256'): boolean {
  try {
    const packed = readFileSync(file);
    if (packed.length > mostBytes) return false;
    const bytes = inflateSync(packed, { maxOutputLength: mostBytes });
    const isCommit = bytes.subarray(0, 7).toString('latin1') === 'commit ';
    return isCommit && hashing().createHash(format).update(bytes).digest('hex') === id;
  } catch {
    return false;
  }
}

let loaded: typeof import('node:crypto') | undefined;

/** Loaded where it is needed, and once: most programs that ask git something hash nothing. */
function hashing(): typeof import('node:crypto') {
  return (loaded ??= process.getBuiltinModule('node:crypto'));
}
