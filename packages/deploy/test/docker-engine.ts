import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Compose itself, which needs no engine to read a file. */
export const hasCompose = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;

/** A real engine and a real registry can be started here. */
export const hasEngine =
  hasCompose &&
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['dockerd', 'docker-registry'].every(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0,
  );

/** An engine of its own, beside whatever else runs on the machine, and a registry that it pulls from. */
export interface DockerEngine extends AsyncDisposable {
  /** For programs that are to reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly docker: (...args: string[]) => string;
  /** Makes an image whose file `/version` says so, and puts it into the registry under a tag. */
  readonly push: (version: string, tag: string) => string;
  /** `127.0.0.1:<port>/shop` */
  readonly repository: string;
}

export async function dockerEngine(): Promise<DockerEngine> {
  // The path of a socket must be short.
  const folder = mkdtempSync(join(tmpdir(), 'cdev-docker-'));
  const socket = join(folder, 'socket');
  const env = { DOCKER_HOST: `unix://${socket}`, DOCKER_CONFIG: join(folder, 'config') };
  const engine = bound('dockerd', [
    `--host=${env.DOCKER_HOST}`,
    `--data-root=${join(folder, 'data')}`,
    `--exec-root=${join(folder, 'run')}`,
    `--pidfile=${join(folder, 'pid')}`,
    '--storage-driver=vfs',
    // Nothing of the machine's network is changed.
    '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
  ]);
  writeFileSync(
    join(folder, 'registry.yml'),
    `version: 0.1\nlog: { accesslog: { disabled: true } }\nstorage: { filesystem: { rootdirectory: ${join(folder, 'registry')} } }\nhttp: { addr: 127.0.0.1:0 }\n`,
  );
  engine.stderr?.resume();
  const registry = bound('docker-registry', ['serve', join(folder, 'registry.yml')]);
  // It takes a port that is free, and says which.
  let said = '';
  registry.stderr?.on('data', (chunk) => (said += String(chunk)));
  const docker = (...args: string[]): string =>
    execFileSync('docker', args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const port = (): string | undefined => /listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
  while (
    port() === undefined ||
    spawnSync('docker', ['version'], { env: { ...process.env, ...env }, stdio: 'ignore' }).status !== 0
  ) {
    if (engine.exitCode !== null || registry.exitCode !== null)
      throw new Error(`the engine or its registry did not start: ${said}`);
    await pause(100);
  }
  const repository = `127.0.0.1:${port()}/shop`;
  return {
    env,
    docker,
    repository,
    push: (version, tag) => {
      const id = docker('import', smallRoot(folder, version), `${repository}:${tag}`);
      docker('push', '--quiet', `${repository}:${tag}`);
      return id;
    },
    [Symbol.asyncDispose]: async () => {
      const all = docker('ps', '--all', '--quiet')
        .split('\n')
        .filter((id) => id !== '');
      if (all.length > 0) docker('rm', '--force', ...all);
      await Promise.all([end(engine), end(registry)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A root with a shell and little else, out of this machine's own programs. */
function smallRoot(folder: string, version: string): string {
  const root = join(folder, 'root');
  const programs = ['/bin/sh', '/bin/sleep', '/bin/cat'];
  if (!existsSync(root)) {
    const libraries = execFileSync('ldd', programs, { encoding: 'utf8' }).match(/\/lib\S+(?= \()/g) ?? [];
    for (const file of new Set([...programs, ...libraries])) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      copyFileSync(file, join(root, file));
    }
    mkdirSync(join(root, 'tmp'));
  }
  writeFileSync(join(root, 'version'), `${version}\n`);
  const archive = join(folder, 'root.tar');
  execFileSync('tar', ['-C', root, '-cf', archive, '.']);
  return archive;
}

/** Ends with this process, however that ends. */
function bound(program: string, args: readonly string[]): ChildProcess {
  const guard =
    'exec 3<&0; "$@" </dev/null 3<&- & it=$!; (read -r _ <&3; kill "$it") 2>/dev/null & exec 3<&-; wait "$it"';
  return spawn('sh', ['-c', guard, 'sh', program, ...args], { stdio: ['pipe', 'ignore', 'pipe'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await gone;
}
