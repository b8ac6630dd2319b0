import { connect, createServer, type Socket } from 'node:net';

/** A way to a server on which every byte takes half of `roundTrip` milliseconds, there and back. */
export interface SlowLink extends AsyncDisposable {
  /** Breaks what goes over it and takes nothing new. */
  readonly cut: () => Promise<void>;
}

export async function slowLink(
  from: { readonly host: string; readonly port: number },
  to: typeof from,
  roundTrip: number,
): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('data', (chunk) => setTimeout(() => other.write(chunk), roundTrip / 2));
      one.on('end', () => setTimeout(() => other.end(), roundTrip / 2));
      one.on('error', () => other.destroy());
      one.on('close', () => sockets.delete(one));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(from.port, from.host, resolve);
  });
  const cut = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { cut, [Symbol.asyncDispose]: cut };
}
