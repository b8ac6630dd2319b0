import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, relative, sep } from 'node:path';
import { commitTree, nextRef, readFileAt, replaceInTree, resolveCommit, updateRef, writeFileAtomic } from '@cdev/git';

export interface KeepPlace {
  /** Top of the working tree; undefined where there is none. */
  readonly top: string | undefined;
}

const snapshots = 'refs/cdev/snapshots/intelligent-agent-generator';
/** Not the user: it must be possible where no identity is configured. */
const keeper = { name: 'cdev', email: 'cdev@localhost' };

/**
 * Keeps what a file holds before it is replaced: on a numbered ref, unless HEAD has it; outside a repository in a file beside it.
 * @returns the ref or the file; undefined when HEAD has it.
 */
export async function keepContent(file: string, { top }: KeepPlace): Promise<string | undefined> {
  const content = await readFile(file);
  const path = top === undefined ? undefined : relative(top, file).replaceAll(sep, '/');
  if (top === undefined || path === undefined || path.startsWith('../')) return keepBeside(file, content);
  const head = await resolveCommit(top, 'HEAD');
  const committed = head === undefined ? undefined : await readFileAt(top, head, path);
  if (committed?.equals(content)) return undefined;
  const tree = await replaceInTree(top, undefined, [{ path, content }]);
  const message = `Before ${path} was replaced`;
  const commit = await commitTree(top, { tree, parents: [], message, author: keeper, committer: keeper });
  const ref = await nextRef(top, snapshots);
  await updateRef(top, { ref, to: commit, from: undefined, reason: message });
  return ref;
}

async function keepBeside(file: string, content: Buffer): Promise<string> {
  let copy = `${file}.orig`;
  for (let number = 2; existsSync(copy); number += 1) copy = `${file}.orig-${number}`;
  await writeFileAtomic(copy, content);
  return basename(copy);
}
