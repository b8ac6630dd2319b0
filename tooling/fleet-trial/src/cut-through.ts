import { createServer, connect, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A way to a database of which one worker can be cut off while the others have it. */
export interface CutThrough extends AsyncDisposable {
  readonly url: string;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

/** Listens where PostgreSQL's clients look for its socket, and passes on what comes. @param url with the folder of the socket as `host` */
export async function cutThrough(url: string): Promise<CutThrough> {
  const parsed = new URL(url);
  const real = join(parsed.searchParams.get('host') ?? '', '.s.PGSQL.5432');
  const folder = await mkdtemp('/tmp/cdev-cut-');
  parsed.searchParams.set('host', folder);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const mend = async (): Promise<void> => {
    server = createServer((client) => {
      const behind = connect(real);
      for (const [one, other] of [
        [client, behind],
        [behind, client],
      ] as const) {
        sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => sockets.delete(one));
      }
    });
    const listening = server;
    await new Promise<void>((done) => listening.listen(join(folder, '.s.PGSQL.5432'), done));
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    const closed = new Promise<void>((done) => (closing === undefined ? done() : closing.close(() => done())));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await mend();
  return {
    url: parsed.href,
    cut,
    mend,
    [Symbol.asyncDispose]: async () => {
      await cut();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
