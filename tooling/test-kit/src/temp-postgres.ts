import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { appendFile, chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type RunResult } from '@cdev/core/subprocess';

/** Debian keeps each version's programs apart, and none of them on the PATH. */
const debian = '/usr/lib/postgresql';
/** PostgreSQL refuses to run as root: there it is this user's, who owns nothing. */
const nobody = 65_534;

export interface TempPostgres extends AsyncDisposable {
  /** A superuser's, on a unix socket. */
  readonly url: string;
  /** The same for other machines; on the socket where no place was given. */
  readonly networkUrl: string;
  /** Ends the server with SIGKILL and starts it again. */
  readonly killAndStart: () => Promise<void>;
}

/** A machine of a lab that the server runs on. */
export interface PostgresPlace {
  readonly address: string;
  /** Of those that may ask it, as `10.77.0.0/24`. */
  readonly network: string;
  /** The words that run a program there. */
  readonly run: readonly string[];
}

/** Where PostgreSQL's programs are; undefined where there are none, and tests that need them are not run. */
export function findPostgres(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(debian, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}

/** A PostgreSQL server of the caller's own, on a unix socket, that ends with it; fsync is on. */
export async function tempPostgres(bin: string, place?: PostgresPlace): Promise<TempPostgres> {
  // Not in the folder of the tests: a socket's path is short, and that other user must reach it.
  const folder = await mkdtemp('/tmp/cdev-postgres-');
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await chown(folder, nobody, nobody);
  await chmod(folder, 0o700);
  const asUser = (program: string, args: readonly string[]): [string, readonly string[]] => {
    const other = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--'] : [];
    const [first = '', ...words] = [...(place?.run ?? []), ...other, join(bin, program), ...args];
    return [first, words];
  };
  const data = join(folder, 'data');
  const setting = { cwd: folder, isolatedEnv: true, env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } };
  const settings = [
    `listen_addresses=${place?.address ?? ''}`,
    `unix_socket_directories=${folder}`,
    'max_connections=300',
    'shared_buffers=32MB',
  ];
  const end = new AbortController();
  let server: Promise<RunResult | undefined> = Promise.resolve(undefined);
  const start = async (): Promise<void> => {
    // The one before may still be letting go of its memory.
    for (let attempt = 1; ; attempt += 1) {
      const over = new AbortController();
      const args = ['-D', data, ...settings.flatMap((one) => ['-c', one])];
      server = run(...asUser('postgres', args), { ...setting, signal: end.signal, allowFailure: true }).catch(
        () => undefined,
      );
      void server.then(() => over.abort());
      while (!over.signal.aborted && !isReady(data)) await new Promise((resolve) => setTimeout(resolve, 50));
      if (!over.signal.aborted) return;
      if (attempt === 60) throw new Error(`PostgreSQL does not start: ${(await server)?.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const remove = async (): Promise<void> => {
    end.abort();
    await server;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  try {
    await run(...asUser('initdb', ['--no-sync', '-A', 'trust', '-U', 'fleet', '-D', data]), setting);
    if (place) await appendFile(join(data, 'pg_hba.conf'), `host all all ${place.network} trust\n`);
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  const url = `postgres://fleet@localhost/postgres?host=${folder}`;
  return {
    url,
    networkUrl: place ? `postgres://fleet@${place.address}/postgres` : url,
    killAndStart: async () => {
      const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
      await server;
      await rm(join(data, 'postmaster.pid'), { force: true });
      await start();
    },
    [Symbol.asyncDispose]: remove,
  };
}

/** The last line of its file says so, as `pg_ctl` reads it. */
function isReady(data: string): boolean {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}
