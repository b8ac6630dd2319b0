import { readFile } from 'node:fs/promises';
import { writeFileAtomic } from '@cdev/git';

/** A line of the file of pinned keys: the name it is pinned under, the kind, the key in base64. */
export interface PinnedKey {
  readonly name: string;
  readonly type: string;
  readonly key: string;
}

/** The keys pinned under that very name. A file that is not there has none. */
export async function pinnedKeys(file: string, name: string): Promise<PinnedKey[]> {
  return (await readLines(file)).map(parsePin).filter((pin): pin is PinnedKey => pin?.name === name);
}

/** Pins keys; those that the name had before are replaced. Other lines and comments stay. */
export async function pinKeys(file: string, name: string, keys: readonly PinnedKey[]): Promise<void> {
  const others = (await readLines(file)).filter((line) => parsePin(line)?.name !== name);
  const lines = [...others, ...keys.map(({ type, key }) => `${name} ${type} ${key}`)];
  await writeFileAtomic(file, `${lines.join('\n')}\n`);
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export function parsePin(line: string): PinnedKey | undefined {
  const [name, type, key] = line.trim().split(/\s+/);
  return name === undefined || name.startsWith('#') || type === undefined || key === undefined
    ? undefined
    : { name, type, key };
}
