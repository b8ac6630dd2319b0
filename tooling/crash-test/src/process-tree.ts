import { readdirSync, readFileSync } from 'node:fs';

/** Kills a process and everything it started, at one stroke: all are stopped first, so that none can start another meanwhile. Linux only. */
export function killTree(root: number): void {
  let tree: number[] = [];
  for (let before = -1; tree.length !== before;) {
    before = tree.length;
    tree = [root, ...descendants(root)];
    for (const pid of tree) send(pid, 'SIGSTOP');
  }
  for (const pid of tree) send(pid, 'SIGKILL');
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const found: number[] = [];
  for (let open = [root]; open.length > 0;) {
    open = [...parents].filter(([, parent]) => open.includes(parent)).map(([pid]) => pid);
    found.push(...open);
  }
  return found;
}

function parentOf(pid: string): number {
  try {
    // The command's name stands in parentheses and may hold anything.
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[1],
    );
  } catch {
    return -1;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has gone by itself.
  }
}
