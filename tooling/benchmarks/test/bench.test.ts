import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';

const own = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

test('every runner is listed, and has a place for its figures', async () => {
  const { stdout } = await run(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source', own('src/bench.ts')],
    { cwd: own('.') },
  );
  const runners = readdirSync(own('src'))
    .filter((file) => file.endsWith('.ts') && file !== 'bench.ts')
    .map((file) => file.replace(/\.ts$/, ''));
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => /^pnpm bench (\S+) +\S/.exec(line)?.[1])).toEqual(runners.toSorted());
  const readme = readFileSync(own('README.md'), 'utf8');
  expect(runners.filter((runner) => !readme.includes(`<!-- figures ${runner} -->`))).toEqual([]);
});
