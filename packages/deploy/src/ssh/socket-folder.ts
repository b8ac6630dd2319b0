import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { removeAbandoned } from '../remove-abandoned.ts';

// A socket's path has some hundred bytes at most, and ssh adds some of its own while it makes one.
const longest = 60;

/** A short folder that nobody else can enter, for the sockets that connections are shared by. Those of processes that were killed are removed. */
export async function makeSocketFolder({ env }: Pick<Context, 'env'>): Promise<string> {
  const wanted = [env['XDG_RUNTIME_DIR'], tmpdir()].find(
    (folder) => folder !== undefined && /^[\w/.-]+$/.test(folder) && folder.length <= longest,
  );
  const parent = wanted ?? '/tmp';
  await removeAbandoned(parent, 'cdev-ssh-');
  return mkdtemp(join(parent, `cdev-ssh-${process.pid}-`));
}
