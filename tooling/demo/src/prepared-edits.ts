import { glob, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Part } from './part.ts';

/** A file as it should be when the agent is done with it. */
export interface Edit {
  /** Repository-relative, posix. */
  readonly path: string;
  readonly text: string;
}

export interface PreparedEdits {
  /** Files of the part itself. */
  readonly own: readonly Edit[];
  /** Files of somebody else, which the agent changes all the same. */
  readonly outside: readonly Edit[];
}

const editsFolder = fileURLToPath(new URL('../edits/', import.meta.url));

/** The files of a part at an attempt. The first attempt may have files that are wrong in place of the right ones. */
export async function preparedEdits({ name }: Part, attempt: number): Promise<PreparedEdits> {
  const folder = join(editsFolder, name);
  const right = await readEdits(join(folder, 'files'));
  const wrong = attempt === 1 ? await readEdits(join(folder, 'first-attempt')) : [];
  const replaced = new Map(wrong.map((edit) => [edit.path, edit]));
  return {
    own: right.map((edit) => replaced.get(edit.path) ?? edit),
    outside: await readEdits(join(folder, 'outside')),
  };
}

/** Every file under a folder; none when there is no such folder. */
async function readEdits(folder: string): Promise<Edit[]> {
  const edits: Edit[] = [];
  for await (const file of glob('**/*.{ts,json,md}', { cwd: folder })) {
    edits.push({ path: file.split(sep).join('/'), text: await readFile(join(folder, file), 'utf8') });
  }
  return edits.sort((a, b) => (a.path < b.path ? -1 : 1));
}
