import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import { withLock } from '@cdev/git';
import { form, type KeptIndex } from './kept-index.ts';
import { packIndex, unpackIndex, type PackedIndex } from './pack-index.ts';

const mark = Buffer.from('cdev index\n');
const headBytes = mark.length + 4;
/** A larger index is not kept. */
const mostBytes = 134_217_728;

/**
 * Below the git directory that all worktrees have in common. What is on disk and what is in a commit differ for as long as there are
 * changes: each has an index of its own, so that who asks for the one does not undo what was kept for the other.
 */
export function keptFile(commonDir: string, of: 'disk' | 'commit' = 'disk'): string {
  return join(commonDir, 'cdev', 'index', of === 'disk' ? 'code-graph.bin' : 'code-graph-commit.bin');
}

/** Undefined where there is none, where it is of another form, and where its sum says that it is damaged. */
export function readKept(file: string): KeptIndex | undefined {
  try {
    const bytes = readFileSync(file);
    if (!bytes.subarray(0, mark.length).equals(mark)) return undefined;
    const content = bytes.subarray(headBytes);
    if (bytes.readUInt32LE(mark.length) !== crc32(content)) return undefined;
    const kept = deserialize(content) as PackedIndex;
    return kept.form === form ? unpackIndex(kept) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Readers see the old one or the new one. Where another process is writing, or may not be written, nothing is: the next run keeps
 * what it finds.
 * @returns whether it was written
 */
export async function writeKept(file: string, index: KeptIndex, most: number = mostBytes): Promise<boolean> {
  const content = serialize(packIndex(index));
  if (content.length > most) return false;
  const head = Buffer.alloc(headBytes);
  mark.copy(head);
  head.writeUInt32LE(crc32(content), mark.length);
  try {
    mkdirSync(dirname(file), { recursive: true });
    await withLock(`${file}.lock`, { what: 'the index of the repository', waitLimit: 0 }, async () => {
      // One name for all: what a killed writer left is overwritten. Not flushed: after a crash the sum tells.
      const temporary = `${file}.new`;
      writeFileSync(temporary, head);
      writeFileSync(temporary, content, { flag: 'a' });
      renameSync(temporary, file);
    });
    return true;
  } catch {
    return false;
  }
}
