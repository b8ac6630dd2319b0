import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CheckResult, Context } from '@cdev/core/cli';
import { run } from '@cdev/core/subprocess';
import { checkGit, checkIdentity } from '@cdev/git';
import { check } from './diagnosis.ts';

/** Bytes: below the first a run of agents may not fit, below the second hardly anything does. */
const [scarce, hardlyAny] = [1e9, 1e8];

/** Node, npm, git and who commits with it, the folder of logs and records, the disk. */
export function checkMachine(context: Context): Promise<readonly CheckResult[]> {
  const { cwd, env, home, signal } = context;
  return Promise.all([
    check('Node', async () => nodeCheck(process.version), 'Install Node 24'),
    check(
      'npm',
      async () => ({ status: 'ok', detail: (await run('npm', ['--version'], { cwd, env, signal })).stdout.trim() }),
      'Install npm: it comes with Node',
    ),
    checkGit(cwd),
    checkIdentity(cwd),
    check(
      'home',
      async () => {
        await access(await nearestFolder(home), constants.W_OK);
        return { status: 'ok', detail: home };
      },
      `Make ${home} writable, or name another folder with CDEV_HOME`,
    ),
    check('disk', () => diskCheck(cwd), 'Check the disk of this folder'),
  ]);
}

/** Releases with an odd number get no long-term support; what is too old does not get as far as here. */
function nodeCheck(version: string): Omit<CheckResult, 'title'> {
  const major = Number(/\d+/.exec(version)?.[0]);
  return major % 2 === 0
    ? { status: 'ok', detail: version }
    : { status: 'warning', detail: `${version} gets no long-term support`, fix: `Install Node ${major + 1}` };
}

async function diskCheck(folder: string): Promise<Omit<CheckResult, 'title'>> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const detail = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= scarce) return { status: 'ok', detail };
  const fix = 'Make room: npx @cdev/spawn-agents cleanup removes worktrees whose work is kept';
  return { status: free < hardlyAny ? 'failed' : 'warning', detail, fix };
}

/** The folder itself, else the nearest above it that is there: the one that decides whether it can be made. */
async function nearestFolder(folder: string): Promise<string> {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) {
    const isThere = await access(at).then(
      () => true,
      () => false,
    );
    if (isThere) return at;
  }
  return dirname(folder);
}
