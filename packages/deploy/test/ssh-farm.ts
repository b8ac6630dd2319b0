import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tempFolder, testContext, type TempFolder } from '@cdev/test-kit';
import { slowLink, type SlowLink } from './slow-link.ts';

/** Debian's place, and that of others. Without sshd the suites that need hosts say "not run". */
const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/lib/ssh/sshd'].find((file) => existsSync(file));
export const hasSshd = sshd !== undefined && process.platform === 'linux';

export interface FarmHost {
  readonly name: string;
  readonly address: string;
  /** The environment's folder there. */
  readonly path: string;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Gives the host another key, as another machine in its place would have. */
  readonly newKey: () => Promise<void>;
  readonly current: () => Promise<string | undefined>;
}

/** Several hosts: sshd processes of their own with their own keys, at addresses of their own on loopback. */
export interface SshFarm extends AsyncDisposable {
  /** The project's folder, with `cdev.deploy.yaml` and `dist`. */
  readonly path: string;
  readonly hosts: readonly FarmHost[];
  readonly home: string;
  /** Writes the deploy file: hosts of the farm, then `environment`'s own lines. */
  readonly configure: (environment: string) => Promise<void>;
  readonly context: (options?: Partial<Parameters<typeof testContext>[0]>) => ReturnType<typeof testContext>;
  /** Pins the keys the hosts have now. */
  readonly pin: () => Promise<void>;
  readonly write: TempFolder['write'];
}

const port = 2222;
/** Where sshd itself listens when its answers are to come late. */
const innerPort = 2223;

export interface FarmOptions {
  /** Milliseconds that every byte is on its way, there and back together. */
  readonly roundTrip?: number;
  /** Where each host is, if not on loopback: its address, and the words that run a program there. */
  readonly place?: ((index: number) => HostPlace) | undefined;
}

export interface HostPlace {
  readonly address: string;
  readonly run: readonly string[];
  /** Folder of programs that go before the host's own. */
  readonly bin?: string | undefined;
}

export async function sshFarm(count: number, { roundTrip = 0, place }: FarmOptions = {}): Promise<SshFarm> {
  const folder = await tempFolder({ 'dist/index.html': 'one\n', 'dist/js/app.js': 'app();\n' });
  const key = join(folder.path, 'client-key');
  keygen(key);
  // Numbers that no other suite has; all of 127.0.0.0/8 is this machine.
  const net = `127.${randomInt(1, 254)}.${randomInt(1, 254)}`;
  const hosts = Array.from({ length: count }, (_, index) =>
    farmHost({
      folder: folder.path,
      name: `web${index + 1}`,
      ...(place?.(index) ?? { address: `${net}.${index + 2}`, run: [] }),
      key,
      roundTrip,
    }),
  );
  await Promise.all(hosts.map((host) => host.begin()));
  const pin = async (): Promise<void> => {
    const lines = await Promise.all(
      hosts.map(async ({ address, publicKey }) => `[${address}]:${port} ${await publicKey()}`),
    );
    await writeFile(join(folder.path, 'cdev.known_hosts'), `${lines.join('\n')}\n`);
  };
  await pin();
  const home = join(folder.path, 'home');
  const configure = (environment: string): Promise<void> =>
    writeFile(join(folder.path, 'cdev.deploy.yaml'), deployFile(hosts, { key, environment }));
  await configure('');
  return {
    path: folder.path,
    home,
    hosts,
    pin,
    configure,
    write: folder.write,
    context: (options) => testContext({ cwd: folder.path, home, yes: true, env: { ...process.env }, ...options }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(hosts.map((host) => host.stop()));
      await folder.remove();
    },
  };
}

function deployFile(
  hosts: readonly FarmHost[],
  { key, environment }: { readonly key: string; readonly environment: string },
): string {
  const lines = hosts.map(
    ({ name, address, path }) =>
      `      - { name: ${name}, address: ${address}, roles: [${name}], path: ${JSON.stringify(path)} }\n`,
  );
  return `version: 1
project: shop
artefact: dist
environments:
  staging:
    path: /nowhere/shop
    port: ${port}
    identityFile: ${JSON.stringify(key)}
    connectTimeLimit: 20
    hosts:
${lines.join('')}${environment}`;
}

function farmHost({
  folder,
  name,
  address,
  run,
  bin,
  key,
  roundTrip,
}: HostPlace & {
  readonly folder: string;
  readonly name: string;
  readonly key: string;
  readonly roundTrip: number;
}) {
  const place = join(folder, name);
  const hostKey = join(place, 'host-key');
  let process_: ChildProcess | undefined;
  let link: SlowLink | undefined;
  const start = async (): Promise<void> => {
    await writeFile(
      join(place, 'sshd_config'),
      `Port ${roundTrip === 0 ? port : innerPort}
ListenAddress ${address}
HostKey "${hostKey}"
# The default costs the client more CPU than all the rest of a connection.
KexAlgorithms curve25519-sha256
AuthorizedKeysFile "${key}.pub"
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
PidFile none
MaxStartups 200
Subsystem sftp internal-sftp
SetEnv HOME="${place}"${bin === undefined ? '' : ` PATH="${bin}:${process.env['PATH']}"`}
`,
    );
    const words = [...run, sshd as string, '-D', '-e', '-f', join(place, 'sshd_config')];
    const started = spawn(words[0] as string, words.slice(1), { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    started.stderr.on('data', (chunk) => (said += String(chunk)));
    process_ = started;
    if (roundTrip > 0) link = await slowLink({ host: address, port }, { host: address, port: innerPort }, roundTrip);
    for (let tries = 0; !said.includes('Server listening'); tries += 1) {
      if (started.exitCode !== null || tries > 1000) throw new Error(`sshd did not start: ${said}`);
      await pause(20);
    }
  };
  const stop = async (): Promise<void> => {
    const running = process_;
    process_ = undefined;
    await link?.cut();
    link = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    // Sessions are children of it and would go on.
    for (const child of childrenOf(running.pid as number)) kill(child);
    running.kill('SIGKILL');
    await ended;
  };
  return {
    name,
    address,
    path: join(place, 'sh op'),
    start,
    stop,
    begin: async () => {
      await mkdir(place, { recursive: true });
      // As root sshd wants this folder, which its service makes otherwise.
      if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
      keygen(hostKey);
      await start();
    },
    newKey: async () => {
      await stop();
      execFileSync('rm', ['-f', hostKey, `${hostKey}.pub`]);
      keygen(hostKey);
      await start();
    },
    publicKey: async () => (await readFile(`${hostKey}.pub`, 'utf8')).split(' ').slice(0, 2).join(' '),
    current: async () => {
      const { readlink } = await import('node:fs/promises');
      return readlink(join(place, 'sh op', 'current')).then(
        (target) => target.replace('releases/', ''),
        () => undefined,
      );
    },
  };
}

function childrenOf(pid: number): number[] {
  const list = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = list.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return below(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function keygen(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
}
