import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './files-below.ts';

/** Removes from `dist` what this build did not make, so that nothing of a deleted source is published. */
export function pruneOutput(folder: string, written: readonly string[]): void {
  const compiled = filesBelow(join(folder, 'src'))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => ['.js', '.d.ts'].map((ending) => file.replace(/\.ts$/, ending)));
  const expected = new Set([...compiled, ...written, '.tsbuildinfo']);
  const dist = join(folder, 'dist');
  for (const file of filesBelow(dist)) if (!expected.has(file)) rmSync(join(dist, file));
}
