import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';

const count = 30_000;
const hash = (at: number): string => createHash('sha512').update(`${at}`).digest('base64');
const key = (at: number): string => `${at % 5 === 0 ? `@scope-${at % 97}/` : ''}package-${at}`;

/** A lock file of pnpm: of all forms the one that takes most. */
function lockText(): string {
  const at = Array.from({ length: count }, (_, number) => number);
  const asked = (from: number): readonly number[] => [2 * from + 1, 2 * from + 2, (from * 7 + 13) % count];
  const packages = at.map(
    (each) => `  '${key(each)}@1.0.${each % 9}':\n    resolution: {integrity: sha512-${hash(each)}}\n`,
  );
  const snapshots = at.map((each) => {
    const lines = asked(each)
      .filter((to) => to < count && to !== each)
      .map((to) => `      '${key(to)}': 1.0.${to % 9}\n`);
    return `  '${key(each)}@1.0.${each % 9}':\n    dependencies:\n${lines.join('')}`;
  });
  const root = `importers:\n\n  .:\n    dependencies:\n      '${key(0)}':\n        specifier: ^1.0.0\n        version: 1.0.0\n`;
  return `lockfileVersion: '9.0'\n\n${root}\npackages:\n\n${packages.join('\n')}\nsnapshots:\n\n${snapshots.join('\n')}`;
}

const program = `
  const { readFileSync } = await import('node:fs');
  const { readLockFile } = await import(process.argv[1]);
  const { packages } = await readLockFile(process.argv[2]);
  // Told by Linux alone; elsewhere only that the file is read is looked at.
  const own = process.platform === 'linux' ? /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1] : 0;
  console.log(JSON.stringify({ packages: packages.size, shipped: [...packages.values()].filter((each) => !each.isDev).length, most: Number(own) / 1000 }));
`;

test('30,000 packages take less than 250 MB', async () => {
  await using folder = await tempFolder({ 'pnpm-lock.yaml': lockText() });
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      '--conditions=@cdev/source',
      '--input-type=module',
      '--eval',
      program,
      fileURLToPath(new URL('../src/index.ts', import.meta.url)),
      join(folder.path, 'pnpm-lock.yaml'),
    ],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  const { packages, shipped, most } = JSON.parse(stdout) as { packages: number; shipped: number; most: number };
  expect([packages, shipped]).toEqual([count, count]);
  expect(most).toBeLessThan(250);
});
