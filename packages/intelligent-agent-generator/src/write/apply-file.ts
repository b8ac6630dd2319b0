import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import { keepContent, type KeepPlace } from './keep-content.ts';
import type { PlannedFile } from './plan-file.ts';

export interface AppliedFile {
  /** The ref, or the file, that holds what was there before; undefined when nothing was lost. */
  readonly kept: string | undefined;
}

/**
 * Writes the file as planned. What is not ours, or was changed by hand, is replaced only when somebody agrees, and is kept.
 * @throws CDEV_E_AGENT_GENERATOR_NOT_WRITTEN; CDEV_E_CLI_CONFIRMATION_NEEDED, CDEV_E_CLI_DECLINED
 */
export async function applyFile(plan: PlannedFile, place: KeepPlace, context: Context): Promise<AppliedFile> {
  const { file, shown, action, content, before, doubt } = plan;
  if (action === 'unchanged') return { kept: undefined };
  if (doubt !== undefined) await context.prompt.confirm(`${shown} ${doubt}. Replace it?`);
  const fail = (problem: string, cause?: unknown): never => {
    throw errors.make('CDEV_E_AGENT_GENERATOR_NOT_WRITTEN', { file: shown, problem }, { cause });
  };
  try {
    // A person may have taken a while to agree.
    if ((await readFile(file, 'utf8').catch(() => undefined)) !== before) fail('it was changed meanwhile');
    const kept = doubt === undefined || before === undefined ? undefined : await keepContent(file, place);
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, content);
    return { kept };
  } catch (cause) {
    if (isCdevError(cause)) throw cause;
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    return fail(code, cause);
  }
}
