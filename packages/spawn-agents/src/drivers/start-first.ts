import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { withLock } from '@cdev/git';
import type { Driver } from './driver.ts';

const timeLimit = 60_000;

/**
 * One start by itself before several at once, for an assistant that makes its database then: alone among all runs of this user. It is started
 * outside of any repository, so that nothing of a repository has a part in it. When it fails that is told; the agents will say why.
 */
export async function startFirst({ name, firstStart }: Driver, context: Context): Promise<void> {
  if (firstStart === undefined) return;
  const { home, env, signal, progress } = context;
  await mkdir(join(home, 'locks'), { recursive: true });
  const lock = join(home, 'locks', `first-start-${name}.lock`);
  const task = progress.begin(`${name}: first start`);
  try {
    await withLock(lock, { what: `the first start of ${name}`, waitLimit: timeLimit, signal }, () =>
      run(firstStart.file, firstStart.args, {
        cwd: home,
        env: { ...env, ...firstStart.env, PWD: home },
        signal,
        timeLimit,
        leftBehind: 'end',
      }),
    );
    task.done();
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    task.failed(error.message.split('\n')[0]);
  }
}
