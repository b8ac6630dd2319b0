import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withUnknown } from '@cdev/deployment-plan';
import { writeFileAtomic } from '@cdev/git';
import { stringify } from 'yaml';
import { errors } from '../errors.ts';
import type { AgentContext } from './agent-context.ts';
import { parseContext } from './parse-context.ts';

/** The context as YAML; the same context gives the same text. */
export function serialiseContext(context: AgentContext): string {
  return stringify(withUnknown(context), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** @throws CDEV_E_RUN_CONTEXT_MISSING, and what `parseContext` throws. */
export async function readContext(file: string): Promise<AgentContext> {
  return parseContext(await readText(file), file);
}

/** Writes it whole or not at all; the folder is made. */
export async function writeContext(file: string, context: AgentContext): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, serialiseContext(context));
}

export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it is not there' : message;
    throw errors.make('CDEV_E_RUN_CONTEXT_MISSING', { file, reason }, { cause });
  }
}
