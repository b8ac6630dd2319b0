import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TempRepo } from './temp-repo.ts';

/**
 * Has a repository sign its commits with a new SSH key, whose file is given back. A signature of `ecdsa` is another each time, as those of GnuPG are; of
 * `ed25519` it is always the same. `git verify-commit` knows the key.
 */
export async function signCommits(
  { path, git }: Pick<TempRepo, 'path' | 'git'>,
  type: 'ed25519' | 'ecdsa' = 'ecdsa',
): Promise<string> {
  const key = join(path, '..', 'signing-key');
  await promisify(execFile)('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', 'test', '-f', key]);
  await writeFile(`${key}.allowed`, `ada@example.org ${await readFile(`${key}.pub`, 'utf8')}`);
  const settings = {
    'gpg.format': 'ssh',
    'user.signingKey': key,
    'gpg.ssh.allowedSignersFile': `${key}.allowed`,
    'commit.gpgSign': 'true',
  };
  for (const [name, value] of Object.entries(settings)) await git('config', name, value);
  return key;
}
