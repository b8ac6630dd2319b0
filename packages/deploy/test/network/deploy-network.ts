// pnpm test:deploy-network: what only a network shows, where nobody says that a connection has ended: a machine that falls silent, one that is cut off in
// the very switch, a deployer that is cut off for longer than its lease, a slow and lossy link. Three hosts and two deployers as network namespaces.
// Exit code 0: all as it must be. 1: something is not. 75: something was not run, so nobody knows.
import { deepStrictEqual, match } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLab, labLacks } from '@cdev/test-kit';
import { hasSshd, sshFarm, type SshFarm } from '../ssh-farm.ts';

interface Ended {
  readonly said: string;
  /** Seconds. */
  readonly took: number;
}

const tell = (line: string): void => void process.stdout.write(`${line}\n`);

/** @returns the exit code */
async function trial(): Promise<number> {
  using folder = temporary();
  const { bin } = folder;
  const cutMark = join(bin, 'cut');
  const program = fileURLToPath(new URL('deployer.ts', import.meta.url));
  using lab = createLab(['web1', 'web2', 'web3', 'one', 'other']);
  await using farm = await sshFarm(3, {
    place: (index) => ({ address: lab.address(`web${index + 1}`), run: lab.on(`web${index + 1}`), bin }),
  });
  // The machine that switches falls silent in this moment, when it is told to: what it does then nobody hears.
  writeFileSync(
    join(bin, 'ln'),
    `#!/bin/sh\n[ "$(cat '${cutMark}' 2>/dev/null)" != "$HOME" ] || { rm '${cutMark}'; ${lab.cable('web1', 'down')}; }\nexec /bin/ln "$@"\n`,
  );
  chmodSync(join(bin, 'ln'), 0o755);
  mkdirSync(join(farm.path, 'nothing'));

  const start = (machine: string, deed: 'deploy' | 'recover' = 'deploy', ...more: string[]): Promise<Ended> => {
    const begun = performance.now();
    const node = [execPath, '--conditions=@cdev/source', '--no-warnings', program, farm.path, deed, ...more];
    const [first = '', ...words] = [...lab.on(machine), ...node];
    const child = spawn(first, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    return new Promise((resolve) => {
      child.once('close', () => resolve({ said, took: (performance.now() - begun) / 1000 }));
    });
  };

  const shell = (command: string): Promise<unknown> =>
    new Promise((resolve) => spawn('sh', ['-c', command], { stdio: 'inherit' }).once('close', resolve));
  const currents = (): Promise<(string | undefined)[]> => Promise.all(farm.hosts.map((host) => host.current()));
  let text = 0;
  const next = (): void => writeFileSync(join(farm.path, 'dist/index.html'), `release ${(text += 1)}\n`);
  const once = join(farm.path, 'once');
  const configure = (more: string): ReturnType<SshFarm['configure']> => farm.configure(`    batches: [1]\n${more}`);
  let failed = 0;
  let notRun = 0;

  const check = async (name: string, deed: () => Promise<string>): Promise<void> => {
    try {
      const found = await deed();
      if (found.startsWith('not run')) notRun += 1;
      tell(`${found.startsWith('not run') ? '–' : '✓'} ${name}: ${found}`);
    } catch (error) {
      failed += 1;
      tell(`✗ ${name}\n${String(error)}`);
    }
  };

  const settled = async (): Promise<string | undefined> => {
    const [one, ...more] = await currents();
    deepStrictEqual(more, [one, one]);
    for (const { path } of farm.hosts) deepStrictEqual(existsSync(join(path, '.cdev/journal')), false);
    return one;
  };

  await configure('');
  deepStrictEqual((await start('one')).said, 'deployed');
  let old = await settled();

  for (const [way, ...path] of [['OpenSSH'], ['ssh2', join(farm.path, 'nothing')]])
    await check(`the middle one of three falls silent in its hook (${way})`, async () => {
      next();
      writeFileSync(once, '');
      const silent = `if test -e "${once}"; then rm "${once}"; ${lab.cable('web2', 'down')}; sleep 600; fi`;
      await configure(`    hooks: { activate: [{ run: '${silent}', roles: [web2] }] }\n`);
      const { said, took } = await start('one', 'deploy', ...path);
      match(said, /^CDEV_E_DEPLOY_MIXED.*web2/);
      const [first, second, third] = await currents();
      deepStrictEqual([first, second === old, third], [old, false, old]);
      await shell(lab.cable('web2', 'up'));
      const back = await start('one', 'recover', ...path);
      deepStrictEqual(back.said, 'returned');
      deepStrictEqual(await settled(), old);
      return `noticed and web1 taken back after ${took.toFixed(0)} s; web2 taken back when it was there again, ${back.took.toFixed(1)} s`;
    });

  await check('one of three does not answer at all, and one may fail', async () => {
    next();
    await configure('    failureBudget: 1\n');
    await shell(lab.cable('web2', 'down'));
    const { said, took } = await start('one');
    deepStrictEqual(said, 'partly');
    const [first, second, third] = await currents();
    deepStrictEqual([first === old, second, third === first], [false, old, true]);
    await shell(lab.cable('web2', 'up'));
    deepStrictEqual((await start('one')).said, 'deployed');
    old = await settled();
    return `the others deployed after ${took.toFixed(0)} s, it by the next run`;
  });

  await check('a host is cut off in the very switch, which nobody hears', async () => {
    next();
    await configure('');
    writeFileSync(cutMark, join(farm.path, 'web1'));
    const { said, took } = await start('one');
    match(said, /^CDEV_E_DEPLOY_MIXED.*web1/);
    const [first, second, third] = await currents();
    deepStrictEqual([first === old, second, third], [false, old, old]);
    await shell(lab.cable('web1', 'up'));
    const again = await start('one');
    deepStrictEqual([again.said, existsSync(cutMark)], ['deployed', false]);
    old = await settled();
    deepStrictEqual(old, first);
    return `told as mixed after ${took.toFixed(0)} s; the next run found it switched and completed it in ${again.took.toFixed(1)} s`;
  });

  await check('a deployer is cut off for longer than its lease, while another deploys', async () => {
    next();
    const began = join(farm.path, 'began');
    const go = join(farm.path, 'go');
    // Of this very machine: the other one cannot know that it still lives, and waits for the lease.
    await configure(
      `    lease: 5\n    hooks: { drain: [{ run: 'test -e "${began}" || { touch "${began}"; until test -e "${go}"; do sleep 0.1; done; }', roles: [web1] }] }\n`,
    );
    const cut = start('one');
    while (!existsSync(began)) await pause(50);
    await shell(lab.cable('one', 'down'));
    writeFileSync(go, '');
    await configure('    lease: 5\n');
    next();
    let said = 'CDEV_E_DEPLOY_LOCKED';
    for (let tries = 0; said.startsWith('CDEV_E_DEPLOY_LOCKED') && tries < 20; tries += 1) {
      await pause(500);
      ({ said } = await start('other', 'deploy', process.env['PATH'] ?? '', 'other-home'));
    }
    deepStrictEqual(said, 'deployed');
    await shell(lab.cable('one', 'up'));
    const { said: told } = await cut;
    // Cut off for long enough it has given up by itself.
    match(told, /^CDEV_E_DEPLOY_(?:LOCK_LOST|MIXED|RETURNED)/);
    await settled();
    return `the other's release stands; the first ended with ${told.split(':')[0]}`;
  });

  await check('a slow link that loses packets', async () => {
    next();
    if (!lab.slow('web2', 200, 2)) {
      return 'not run: the kernel has no netem';
    }
    await configure('');
    const { said, took } = await start('one');
    deepStrictEqual(said, 'deployed');
    await settled();
    return `200 ms and 2 % lost, ${took.toFixed(1)} s`;
  });

  return failed > 0 ? 1 : notRun > 0 ? 75 : 0;
}

function temporary(): Disposable & { readonly bin: string } {
  const bin = mkdtempSync(join(tmpdir(), 'cdev-lab-'));
  return { bin, [Symbol.dispose]: () => rmSync(bin, { recursive: true, force: true }) };
}

const lacks = hasSshd ? labLacks() : 'it needs an sshd (openssh-server)';
if (lacks !== undefined) tell(`not run: ${lacks}`);
process.exitCode = lacks === undefined ? await trial() : 75;
