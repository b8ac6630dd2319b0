// Measures what deploying does to a host, beside ssh and scp as they are used by hand, and prints it as JSON; `pnpm bench deploy` shows it.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readArtefact } from '../src/artefact/read-artefact.ts';
import { chooseEnvironment } from '../src/configuration/find-configuration.ts';
import { takeLock } from '../src/host/host-lock.ts';
import { switchTo, type HeldHost } from '../src/host/host-steps.ts';
import { upload } from '../src/host/upload.ts';
import { noSecrets } from '../src/secret/read-secrets.ts';
import { openHost, type OpenHost } from '../src/ssh/open-host.ts';
import { runScript } from '../src/ssh/run-script.ts';
import { makeSocketFolder } from '../src/ssh/socket-folder.ts';
import type { Transport } from '../src/ssh/transport.ts';
import { hasSshd, sshFarm, type SshFarm } from './ssh-farm.ts';

const rounds = 5;
const commands = 50;
const roundTrip = 30;
const reader = fileURLToPath(new URL('read-on.ts', import.meta.url));

interface Row {
  readonly name: string;
  readonly times: readonly number[];
  readonly note?: string;
  /** Milliseconds. */
  readonly bar?: number;
}

async function timed(deed: () => Promise<unknown> | void): Promise<number> {
  const begun = performance.now();
  await deed();
  return performance.now() - begun;
}

async function open(
  farm: SshFarm,
  transport: Transport = 'openssh',
): Promise<{
  readonly host: OpenHost;
  readonly hold: (run: string) => Promise<HeldHost>;
  readonly by: readonly string[];
  readonly close: () => Promise<void>;
}> {
  const context = farm.context();
  const { configuration, environment } = await chooseEnvironment({ environment: 'staging' }, context);
  const socketFolder = await makeSocketFolder(context);
  const [first] = environment.hosts;
  if (!first) throw new Error('no host');
  const host = await openHost(
    first,
    { transport, knownHosts: configuration.knownHosts, connectTimeLimit: 20, socketFolder, index: 0 },
    context,
  );
  const hold = async (run: string): Promise<HeldHost> => {
    const tenure = await takeLock(host, { run, lease: 600, environment: 'staging' }, undefined, context);
    return { open: host, tenure, context, environment, secrets: noSecrets, onLine: () => {} };
  };
  const by = [
    '-o',
    'BatchMode=yes',
    '-o',
    `UserKnownHostsFile="${configuration.knownHosts}"`,
    '-i',
    first.identityFile ?? '',
  ];
  return {
    host,
    hold,
    by,
    close: async () => {
      await host.close();
      rmSync(socketFolder, { recursive: true });
    },
  };
}

async function overNear(): Promise<Row[]> {
  await using farm = await sshFarm(1);
  const { host, by, close } = await open(farm);
  const context = farm.context();
  const each: number[] = [];
  const asOne: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    each.push(
      await timed(async () => {
        for (let at = 0; at < commands; at += 1) await runScript(host, 'true', { step: 'bench' }, context);
      }),
    );
    asOne.push(await timed(() => runScript(host, 'sh -c true\n'.repeat(commands), { step: 'bench' }, context)));
  }
  const single = await timed(() => {
    for (let at = 0; at < commands; at += 1) execFileSync('ssh', [...by, '-p', '2222', host.host.address, 'true']);
  });
  await close();
  const other = await open(farm, 'ssh2');
  const library: number[] = [];
  for (let round = 0; round < rounds; round += 1)
    library.push(
      await timed(async () => {
        for (let at = 0; at < commands; at += 1) await runScript(other.host, 'true', { step: 'bench' }, context);
      }),
    );
  await other.close();
  return [
    { name: `${commands} commands over the shared connection`, times: each, bar: 1000 },
    { name: `${commands} commands by ssh2`, times: library },
    { name: `${commands} commands as one script`, times: asOne },
    { name: `${commands} times ssh`, times: [single] },
  ];
}

async function overFar(): Promise<Row[]> {
  await using farm = await sshFarm(1, { roundTrip });
  const folder = join(farm.path, 'dist');
  for (let at = 0; at < 2000; at += 1) {
    mkdirSync(join(folder, String(at % 40)), { recursive: true });
    writeFileSync(join(folder, String(at % 40), `${at}.txt`), `${at}\n`.repeat(500).slice(0, 2100));
  }
  const { host, hold, by, close } = await open(farm);
  const held = await hold('bench');
  const artefact = await readArtefact(folder);
  const whole: number[] = [];
  const changed: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    whole.push(await timed(() => upload(held, { artefact, release: `${round}-whole`, basis: undefined })));
    writeFileSync(join(folder, '0', '0.txt'), `round ${round}`);
    const next = await readArtefact(folder);
    changed.push(
      await timed(() => upload(held, { artefact: next, release: `${round}-changed`, basis: `${round}-whole` })),
    );
    writeFileSync(join(folder, '0', '0.txt'), '0\n'.repeat(500).slice(0, 2100));
  }
  // Not with execFileSync: the slow link is in this very process.
  const scp = await timed(() =>
    promisify(execFile)('scp', [
      ...by,
      '-q',
      '-r',
      '-P',
      '2222',
      join(folder, '1'),
      join(folder, '2'),
      `${host.host.address}:${farm.hosts[0]?.path}/`,
    ]),
  );
  await close();
  return [
    {
      name: `2,000 files in one stream, ${roundTrip} ms`,
      times: whole,
      bar: 500,
      note: `${artefact.files} files, ${(artefact.bytes / 1e6).toFixed(1)} MB`,
    },
    { name: `the same with one file changed, ${roundTrip} ms`, times: changed },
    {
      name: `scp -r of 100 of them, ${roundTrip} ms`,
      times: [scp],
      note: `${((scp * 20) / 1000).toFixed(0)} s for all, at this pace`,
    },
  ];
}

async function switchWhileReading(): Promise<{ reads: number; failed: number; switches: number }> {
  await using farm = await sshFarm(1);
  const { hold, close } = await open(farm);
  const held = await hold('bench');
  for (const release of ['1-a', '2-b'])
    await upload(held, { artefact: await readArtefact(join(farm.path, 'dist')), release, basis: undefined });
  await switchTo(held, { release: '1-a', previous: '' }, 'deploy');
  const child = spawn(
    process.execPath,
    [reader, join(farm.hosts[0]?.path as string, 'current/index.html'), '1000000'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let said = '';
  const over = new AbortController();
  child.stdout.on('data', (chunk) => (said += String(chunk)));
  child.once('close', () => over.abort());
  child.stdin.end();
  let switches = 0;
  for (; !over.signal.aborted; switches += 1)
    await switchTo(held, { release: switches % 2 === 0 ? '2-b' : '1-a', previous: '1-a' }, 'deploy');
  await close();
  const { reads, failed } = JSON.parse(said) as { reads: number; failed: number };
  return { reads, failed, switches };
}

if (!hasSshd) throw new Error('not run: there is no sshd; install openssh-server');
const near = await overNear();
const far = await overFar();
process.stdout.write(JSON.stringify({ rows: [...near, ...far], ...(await switchWhileReading()) }));
