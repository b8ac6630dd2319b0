import { run } from '@cdev/core/subprocess';

/** Bytes that a folder takes on disk, what is linked into it several times counted once; undefined where the system does not tell. */
export async function diskUse(path: string): Promise<number | undefined> {
  const told = await run('du', ['-sk', '--', path], { cwd: '/', allowFailure: true }).catch(() => undefined);
  const kilobytes = Number.parseInt(told?.stdout ?? '', 10);
  return Number.isNaN(kilobytes) ? undefined : kilobytes * 1024;
}
