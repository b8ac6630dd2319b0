import { execFileSync, spawn } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { deploy, rollBack, showStatus } from '../src/index.ts';
import { hasSshd, sshFarm } from './ssh-farm.ts';

const on = { environment: 'staging' };
const limit = 240_000;

/** A small disk at a folder, where root may make one. */
function smallDisk(folder: string): { readonly [Symbol.dispose]: () => void } | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', folder], { stdio: 'ignore' });
    return { [Symbol.dispose]: () => execFileSync('umount', ['-l', folder]) };
  } catch {
    return undefined;
  }
}

(hasSshd ? describe : describe.skip)('hard conditions', () => {
  test(
    'not one of 100,000 reads fails while releases are switched',
    async () => {
      await using farm = await sshFarm(1);
      await deploy(on, farm.context());
      await farm.write({ 'dist/index.html': 'two\n' });
      await deploy(on, farm.context());
      const program = fileURLToPath(new URL('read-on.ts', import.meta.url));
      const reader = spawn(process.execPath, [program, join(farm.hosts[0]?.path as string, 'current/index.html')], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let said = '';
      reader.stdout.on('data', (chunk) => (said += String(chunk)));
      const ended = new Promise((resolve) => reader.once('close', resolve));
      for (const to of ['0001', '0002', '0001', '0002']) {
        const names = await readdir(join(farm.hosts[0]?.path as string, 'releases'));
        await rollBack({ ...on, to: names.find((name) => name.startsWith(to)) }, farm.context());
      }
      reader.stdin.end();
      await ended;
      const { reads, failed, texts } = JSON.parse(said) as { reads: number; failed: number; texts: string[] };
      expect({ failed, texts }).toEqual({ failed: 0, texts: ['one\n', 'two\n'] });
      expect(reads).toBeGreaterThanOrEqual(100_000);
    },
    limit,
  );

  test(
    'a full disk stops a deployment before the switch; it is deployed when there is room',
    async () => {
      await using farm = await sshFarm(2);
      await deploy(on, farm.context());
      const [before] = await Promise.all(farm.hosts.map((host) => host.current()));
      const full = farm.hosts[1]?.path as string;
      await mkdir(full, { recursive: true });
      // The second host begins anew on a small disk.
      using disk = smallDisk(full);
      if (!disk) {
        process.stderr.write('not run: a full disk needs root, to mount a small one\n');
        return;
      }
      await farm.write({ 'dist/large.bin': 'x'.repeat(600_000) });
      const failure = await deploy(on, farm.context()).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'CDEV_E_DEPLOY_RETURNED', details: { failures: [{ name: 'web2' }] } });
      expect(String(failure)).toContain('is the disk full?');
      expect(await Promise.all(farm.hosts.map((host) => host.current()))).toEqual([before, undefined]);
      expect(await readdir(join(full, 'releases'))).toEqual([]);
      await farm.write({ 'dist/large.bin': 'small' });
      expect((await deploy(on, farm.context())).result.outcome).toBe('deployed');
      // No room for a byte: what is there can still be gone back from, and the lock be given back.
      await farm.write({ 'dist/index.html': 'three\n' });
      await farm.configure(
        `    batches: [1]\n    hooks: { activate: [{ run: 'dd if=/dev/zero of="$CDEV_PATH/filling" bs=1k count=1000 2>/dev/null; false', roles: [web2] }] }\n`,
      );
      const now = await farm.hosts[1]?.current();
      await expect(deploy(on, farm.context())).rejects.toMatchObject({ code: 'CDEV_E_DEPLOY_MIXED' });
      expect(await farm.hosts[1]?.current()).toBe(now);
      const { result } = await showStatus(on, farm.context());
      expect(result.hosts.map(({ state }) => state?.lock)).toEqual([undefined, undefined]);
    },
    limit,
  );

  test(
    'over a slow link: 2,000 files, then the few that changed',
    async () => {
      await using farm = await sshFarm(1, { roundTrip: 30 });
      const files = Object.fromEntries(
        Array.from({ length: 2000 }, (_, at) => [
          `dist/${at % 40}/ü ${at}.txt`,
          `file ${at} ${'x'.repeat(at % 4000)}\n`,
        ]),
      );
      await farm.write(files);
      const { result } = await deploy(on, farm.context());
      expect(result.plan.release.files).toBe(2002);
      const release = join(farm.hosts[0]?.path as string, 'current');
      execFileSync('diff', ['-r', join(farm.path, 'dist'), `${release}/`]);
      await writeFile(join(farm.path, 'dist/7/ü 7.txt'), 'changed');
      await writeFile(join(farm.path, `dist/${'long'.repeat(30)}.txt`), 'a name of more than a hundred letters');
      await deploy(on, farm.context());
      execFileSync('diff', ['-r', join(farm.path, 'dist'), `${release}/`]);
      expect(await readFile(join(release, '7/ü 7.txt'), 'utf8')).toBe('changed');
    },
    limit,
  );
});
