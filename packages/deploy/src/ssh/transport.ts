import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { platform } from 'node:process';
import type { Context } from '@cdev/core/cli';

/** How hosts are spoken to: by the OpenSSH of this machine, or where it has none by the library ssh2. */
export type Transport = 'openssh' | 'ssh2';

export const withoutOpenssh =
  'ssh is not on PATH: hosts are spoken to by ssh2, which reads no ~/.ssh/config and sends every upload whole';

export async function chooseTransport({ env }: Pick<Context, 'env'>): Promise<Transport> {
  const file = platform === 'win32' ? 'ssh.exe' : 'ssh';
  for (const folder of (env['PATH'] ?? '').split(delimiter))
    if (folder !== '' && (await isProgram(join(folder, file)))) return 'openssh';
  return 'ssh2';
}

function isProgram(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
