// Machines of a test as network namespaces of Linux, on one bridge. Nothing of the real network is touched; needs root and iproute2.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

export interface Lab extends Disposable {
  readonly address: (machine: string) => string;
  /** The words that run a program on a machine. */
  readonly on: (machine: string) => readonly string[];
  /** Shell text that takes a machine's cable out, or puts it in; works on every machine. Nobody is told: what is sent goes nowhere. */
  readonly cable: (machine: string, state: 'up' | 'down') => string;
  /** Milliseconds to and from a machine, and a share of packets that are lost. False where the kernel cannot do it. */
  readonly slow: (machine: string, delay: number, loss: number) => boolean;
}

/** Why there can be no lab here. */
export function labLacks(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs Linux, and root';
  try {
    createLab(['probe'])[Symbol.dispose]();
    return undefined;
  } catch (error) {
    return `it needs iproute2, and a kernel with namespaces and bridges (${(error as Error).message.split('\n')[0]})`;
  }
}

export function createLab(machines: readonly string[]): Lab {
  const id = `cdev-${randomBytes(3).toString('hex')}`;
  const space = (machine: string): string => `${id}-${machine}`;
  const bridge = space('bridge');
  const ip = (...words: string[]): void => void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const address = (machine: string): string => `10.77.0.${machines.indexOf(machine) + 2}`;
  const remove = (): void => {
    for (const one of [...machines.map(space), bridge])
      try {
        ip('netns', 'del', one);
      } catch {
        // It was not made.
      }
  };
  try {
    ip('netns', 'add', bridge);
    ip('-n', bridge, 'link', 'add', 'br0', 'type', 'bridge');
    ip('-n', bridge, 'link', 'set', 'br0', 'up');
    for (const machine of machines) {
      const own = space(machine);
      ip('netns', 'add', own);
      ip('-n', bridge, 'link', 'add', machine, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', own);
      ip('-n', bridge, 'link', 'set', machine, 'master', 'br0', 'up');
      ip('-n', own, 'address', 'add', `${address(machine)}/24`, 'dev', 'eth0');
      for (const link of ['lo', 'eth0']) ip('-n', own, 'link', 'set', link, 'up');
    }
  } catch (error) {
    remove();
    throw error;
  }
  return {
    address,
    on: (machine) => ['ip', 'netns', 'exec', space(machine)],
    cable: (machine, state) => `ip -n ${bridge} link set ${machine} ${state}`,
    slow: (machine, delay, loss) => {
      const netem = ['netem', 'delay', `${delay / 2}ms`, 'loss', `${loss}%`];
      try {
        for (const [where, link] of [
          [bridge, machine],
          [space(machine), 'eth0'],
        ] as const)
          execFileSync('tc', ['-n', where, 'qdisc', 'replace', 'dev', link, 'root', ...netem], { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    },
    [Symbol.dispose]: remove,
  };
}
