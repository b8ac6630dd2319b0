import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import type { DetectContext } from '../drivers/driver.ts';
import { onPath } from '../drivers/find-program.ts';
import { errors } from '../errors.ts';

/** That agents can be shut in here, found out by doing it. @throws CDEV_E_SPAWN_SANDBOX_MISSING, CDEV_E_SPAWN_SANDBOX_REFUSED */
export async function requireSandbox(hasNetwork: boolean, context: DetectContext): Promise<void> {
  if (process.platform !== 'linux' || onPath('bwrap', context.env) === undefined)
    throw errors.make('CDEV_E_SPAWN_SANDBOX_MISSING', {
      reason: process.platform === 'linux' ? 'bwrap is not on PATH' : 'there is bubblewrap for Linux only',
    });
  const network = hasNetwork ? [] : ['--unshare-net'];
  const args = ['--ro-bind', '/', '/', '--dev', '/dev', '--tmpfs', '/tmp', ...network, '--', 'true'];
  const { ok, stderr, exitCode } = await run('bwrap', args, {
    cwd: context.cwd,
    env: context.env,
    signal: context.signal,
    allowFailure: true,
    timeLimit: 10_000,
  });
  const reason = stripControl(stderr).trim().split('\n')[0] || `bwrap ended with ${exitCode}`;
  if (!ok) throw errors.make('CDEV_E_SPAWN_SANDBOX_REFUSED', { reason });
}
