import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addExport, addScript } from './extend-file.ts';
import type { Part } from './part.ts';
import { preparedEdits, type Edit } from './prepared-edits.ts';

export interface ApplyOptions {
  readonly part: Part;
  readonly worktree: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Told what is about to be done, a line at a time; the work waits for it. */
  readonly say?: (line: string) => Promise<void>;
  /** Leaves other people's files alone. */
  readonly stayInside?: boolean;
}

const barrel = 'src/index.ts';
const manifest = 'package.json';

/**
 * Makes a part in a worktree. Files that are as they should be are left untouched, so an agent that was killed is simply run again.
 * Returns the paths it had to write.
 */
export async function applyPart(options: ApplyOptions): Promise<string[]> {
  const { part, worktree, attempt, say = async () => {}, stayInside = false } = options;
  const { own, outside } = await preparedEdits(part, attempt);
  const written: string[] = [];
  const bring = async (edit: Edit): Promise<void> => {
    const before = await readOptional(join(worktree, edit.path));
    if (before === edit.text) return;
    await say(`${before === undefined ? 'Writing' : 'Changing'} ${edit.path}`);
    await replaceFile(worktree, edit);
    written.push(edit.path);
  };
  for (const edit of own) await bring(edit);
  if (!stayInside && outside.length > 0) {
    await say(part.excuse ?? '');
    for (const edit of outside) await bring(edit);
  }
  for (const edit of await extensions(part, worktree)) await bring(edit);
  return written;
}

async function extensions({ exports, scripts }: Part, worktree: string): Promise<Edit[]> {
  const edits: Edit[] = [];
  if (exports.length > 0) {
    const text = await readFile(join(worktree, barrel), 'utf8');
    edits.push({ path: barrel, text: exports.reduce(addExport, text) });
  }
  if (Object.keys(scripts).length > 0) {
    const text = await readFile(join(worktree, manifest), 'utf8');
    const extended = Object.entries(scripts).reduce((json, [name, command]) => addScript(json, name, command), text);
    edits.push({ path: manifest, text: extended });
  }
  return edits;
}

/** The half-written file lies in `.cdev/`, which git does not see, so that a killed agent leaves nothing odd among its work. */
async function replaceFile(worktree: string, { path, text }: Edit): Promise<void> {
  const target = join(worktree, path);
  const unfinished = join(worktree, '.cdev', 'unfinished');
  await mkdir(dirname(target), { recursive: true });
  await mkdir(dirname(unfinished), { recursive: true });
  await writeFile(unfinished, text, { flush: true });
  await rename(unfinished, target);
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
