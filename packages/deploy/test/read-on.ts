// Reads a file again and again until stdin ends, and so many times at least (100,000); prints how often, how often in vain, and what it read.
import { readFileSync } from 'node:fs';

const [file = '', least = '100000'] = process.argv.slice(2);
let reads = 0;
let failed = 0;
let isOver = false;
const texts = new Set<string>();
process.stdin.on('end', () => (isOver = true)).resume();

function readOn(): void {
  for (let times = 0; times < 500; times += 1) {
    reads += 1;
    try {
      texts.add(readFileSync(file, 'utf8'));
    } catch {
      failed += 1;
    }
  }
  if (!isOver || reads < Number(least)) setImmediate(readOn);
  else process.stdout.write(JSON.stringify({ reads, failed, texts: [...texts].toSorted() }));
}
readOn();
