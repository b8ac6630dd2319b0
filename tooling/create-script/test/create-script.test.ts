import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';

const house = fileURLToPath(new URL('../../../', import.meta.url));
const start = promisify(execFile);

/** Everything that a new script touches, tests included; of the other packages only the manifests, which is what an installation reads. */
async function copyHouse(to: string): Promise<void> {
  const { stdout } = await start('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: house,
  });
  const needed =
    /^(?:[^/]+|\.changeset\/.*|packages\/(?:core|package-registry)\/.*|tooling\/.*|packages\/[^/]+\/package\.json)$/;
  const files = stdout.split('\0').filter((file) => needed.test(file) && !/^tooling\/demo\/.*\//.test(file));
  for (const file of files) {
    await mkdir(dirname(join(to, file)), { recursive: true });
    await cp(join(house, file), join(to, file)).catch((error: NodeJS.ErrnoException) => {
      // Listed by git, and deleted.
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await start('git', ['init', '--quiet'], { cwd: to });
}

test('a new script builds, passes its own tests and its contract, is formatted, and no check finds anything', async () => {
  await using copy = await tempFolder();
  await copyHouse(copy.path);
  const at = { cwd: copy.path, maxBuffer: 100_000_000 };
  const node = (args: readonly string[], cwd = copy.path): Promise<{ stdout: string; stderr: string }> =>
    start(process.execPath, ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source', ...args], {
      ...at,
      cwd,
    });
  await start('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline'], at);

  const created = await node(['tooling/create-script/src/create-script.ts', 'count-the-very-many-words']);
  expect(created.stdout).toContain('packages/count-the-very-many-words/src/count-the-very-many-words.ts');

  const own = join(copy.path, 'packages/count-the-very-many-words');
  await node([join(copy.path, 'tooling/build/bin/cdev-build.js')], own);
  const { stderr: tests } = await node([join(copy.path, 'tooling/jest-config/run-jest.js')], own);
  expect(tests).toMatch(/Tests: +\d\d passed, \d\d total/);
  const bin = (tool: string): string => join(copy.path, 'node_modules/.bin', tool);
  await start(bin('oxfmt'), ['--check', own], at);
  await start(bin('oxlint'), ['--type-aware', own], at);
  const check = await node(['tooling/repo-check/src/repo-check.ts', 'count-the-very-many-words']);
  expect(check.stdout).toContain('rules hold for count-the-very-many-words');
}, 240_000);
