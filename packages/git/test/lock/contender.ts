import { readFile, writeFile } from 'node:fs/promises';
import { withLock } from '../../src/lock/with-lock.ts';

const [, , lock = '', counter = '', times = '1', stall] = process.argv;

// Reading and writing apart lose counts unless one process is in at a time.
async function count(): Promise<void> {
  const number = Number(await readFile(counter, 'utf8'));
  if (stall !== undefined) {
    process.stdout.write('held\n');
    setInterval(() => {}, 1000);
    await new Promise(() => {});
  }
  await writeFile(counter, String(number + 1));
}

for (let at = 0; at < Number(times); at += 1) await withLock(lock, { what: 'counting' }, count);
