import { createServer, type Socket } from 'node:net';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

export interface JobSlotsOptions {
  /** How many hold a slot at once. */
  readonly slots: number;
  /** Names that go before others, in this order, when a slot becomes free; the others follow as they came. */
  readonly first: readonly string[];
}

export interface JobSlots extends AsyncDisposable {
  /** Where to ask: a socket that takes a name with a line feed, writes `go` when its turn has come, and is closed to give the slot back. */
  readonly address: string;
}

/**
 * Gives a limited number of slots to processes that ask for one, as make's job server does for its recipes, but the long ones first:
 * what takes longest and starts last is what everybody waits for in the end. The slot of a process that dies is free again.
 * @param folder exists, and holds the socket for as long as it is open.
 */
export async function openJobSlots(folder: string, { slots, first }: JobSlotsOptions): Promise<JobSlots> {
  const holding = new Set<Socket>();
  const waiting: { readonly name: string; readonly socket: Socket }[] = [];
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  const grant = (): void => {
    while (holding.size < slots && waiting.length > 0) {
      const next = waiting.reduce((best, other) => (rank(other.name) < rank(best.name) ? other : best));
      waiting.splice(waiting.indexOf(next), 1);
      holding.add(next.socket);
      next.socket.write('go\n');
    }
  };
  const server = createServer((socket) => {
    let name = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      const wasWhole = name.endsWith('\n');
      name += text;
      if (wasWhole || !name.endsWith('\n')) return;
      waiting.push({ name: name.trimEnd(), socket });
      grant();
    });
    // What follows a reset is its close.
    socket.on('error', () => {});
    socket.on('close', () => {
      holding.delete(socket);
      const place = waiting.findIndex((one) => one.socket === socket);
      if (place >= 0) waiting.splice(place, 1);
      grant();
    });
  });
  const address = process.platform === 'win32' ? `\\\\?\\pipe\\cdev-slots-${process.pid}` : join(folder, 'slots');
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve));
  return {
    address,
    async [Symbol.asyncDispose]() {
      for (const socket of holding) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      rmSync(address, { force: true });
    },
  };
}
