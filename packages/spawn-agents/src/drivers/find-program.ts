import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import type { DetectContext, Detection } from './driver.ts';

/** Looks for a program on PATH and asks it for its version. */
export async function findProgram(
  name: string,
  { hint, context }: { hint: string; context: DetectContext },
): Promise<Detection> {
  const path = onPath(name, context.env);
  if (path === undefined) return { status: 'missing', hint };
  try {
    const { ok, stdout, stderr, exitCode, timedOut } = await run(path, ['--version'], {
      ...context,
      timeLimit: 30_000,
      allowFailure: true,
    });
    if (ok) return { status: 'ready', version: firstLine(stdout), path };
    const ending = timedOut ? 'did not answer within 30 s' : `ended with exit code ${exitCode}`;
    return { status: 'unusable', path, reason: [`--version ${ending}`, firstLine(stderr)].join('; '), hint };
  } catch (error) {
    if (context.signal?.aborted) throw error;
    return { status: 'unusable', path, reason: firstLine((error as Error).message), hint };
  }
}

/** The file that the name starts, found as the system would find it. */
export function onPath(name: string, env: DetectContext['env']): string | undefined {
  const endings = process.platform === 'win32' ? (env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : [''];
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => endings.map((ending) => join(folder, `${name}${ending}`))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function firstLine(text: string): string {
  return stripControl(text).trim().split('\n')[0] ?? '';
}
