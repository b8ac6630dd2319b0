import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Conversation } from '../conversation.ts';

/** Writes a file for the agent. @returns why not, when the file is not its own */
export async function writeTextFile(
  { path, content }: { readonly path: string; readonly content: string },
  { mayWrite, record }: Pick<Conversation, 'mayWrite' | 'record'>,
): Promise<string | undefined> {
  const { isAllowed, reason } = await mayWrite(path);
  if (!isAllowed) {
    record({ kind: 'permission-denied', text: `write ${path}: ${reason}` });
    return reason;
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  record({ kind: 'file', text: path });
  return undefined;
}
