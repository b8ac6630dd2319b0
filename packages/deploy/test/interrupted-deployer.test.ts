import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { scrubbedEnvironment } from '@cdev/test-kit';
import { deploy, recoverDeployment, showStatus } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const bin = fileURLToPath(new URL('../bin/cdev-deploy.js', import.meta.url));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(50);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

(hasSshd ? describe : describe.skip)('Ctrl-C', () => {
  test('ends the hook, gives the locks back, tells what stands; the next run completes it, or takes it back', async () => {
    await using farm = await sshFarm(2);
    await farm.configure('    batches: [1]\n');
    const old = (await deploy(on, farm.context())).result.plan.release.id;
    const [began, hang] = [join(farm.path, 'began'), join(farm.path, 'hang')];
    await writeFile(hang, '');
    await writeFile(
      join(farm.path, 'hook.sh'),
      `test -e "${hang}" || exit 0; echo $$ > "${began}.new"; mv "${began}.new" "${began}"; exec sleep 600`,
    );
    await farm.configure(
      `    batches: [1]\n    hooks: { activate: [{ run: 'exec sh "${farm.path}/hook.sh"', roles: [web1] }] }\n`,
    );
    await farm.write({ 'dist/index.html': 'two\n' });
    // A group of its own, as a terminal makes one: all of it gets the signal.
    const deployer = spawn(process.execPath, [bin, 'apply', 'staging', '--yes', '--json'], {
      cwd: farm.path,
      env: scrubbedEnvironment(farm.home),
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    deployer.stdout.on('data', (chunk) => (said += String(chunk)));
    const code = new Promise((resolve) => deployer.once('close', resolve));
    await until(() => existsSync(began) || deployer.exitCode !== null);
    const hook = Number(readFileSync(began, 'utf8'));
    process.kill(-(deployer.pid as number), 'SIGINT');
    expect(await code).toBe(130);
    const half = await farm.hosts[0]?.current();
    expect(JSON.parse(said)).toMatchObject({
      error: {
        code: 'CDEV_E_DEPLOY_INTERRUPTED',
        message: expect.stringContaining(`web1: ${half}, where ${half} is unfinished (${old} before)\nweb2: ${old}`),
        steps: [expect.stringContaining('again'), expect.stringContaining('recover staging')],
        details: {
          hosts: [
            { name: 'web1', current: half },
            { name: 'web2', current: old },
          ],
        },
      },
    });
    await until(() => !isAlive(hook));
    const { result } = await showStatus(on, farm.context());
    expect(result.hosts.map(({ state }) => [state?.lock, state?.unfinished?.release])).toEqual([
      [undefined, half],
      [undefined, undefined],
    ]);
    await rm(hang);
    const next = await deploy(on, farm.context());
    expect([next.result.outcome, next.result.plan.release.id]).toEqual(['deployed', half]);

    // In the middle of taking back, too.
    await farm.write({ 'dist/index.html': 'three\n' });
    const ctrlC = new AbortController();
    const cut = { ...on, onStep: (step: string) => void (step === 'activate' && ctrlC.abort('SIGINT')) };
    await expect(deploy(cut, farm.context({ signal: ctrlC.signal }))).rejects.toMatchObject({
      code: 'CDEV_E_DEPLOY_INTERRUPTED',
      details: {
        hosts: [
          { name: 'web1', unfinished: { previous: half } },
          { name: 'web2', current: half },
        ],
      },
    });
    const again = AbortSignal.abort('SIGINT');
    const recovering = recoverDeployment({ ...on, isDryRun: false }, farm.context({ signal: again }));
    await expect(recovering).rejects.toMatchObject({ kind: 'interrupted' });
    const { result: back } = await recoverDeployment({ ...on, isDryRun: false }, farm.context());
    expect(back.hosts).toMatchObject([{ name: 'web1', to: half, status: 'returned' }]);
    expect(await Promise.all(farm.hosts.map((host) => host.current()))).toEqual([half, half]);
  }, 120_000);
});
