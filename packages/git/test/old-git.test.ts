import { execFileSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';

/** In a process of its own: the version is asked once in each. */
const program = `
const { openRepository } = await import(${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)});
const opened = async (options) => openRepository(process.cwd(), options).then(({ isBare }) => isBare, ({ code }) => code);
const answers = [await opened(), await opened({ checksVersion: false })];
process.env.OLDER = '1';
// So that git is asked.
process.env.GIT_CEILING_DIRECTORIES = '/nowhere';
console.log(JSON.stringify([...answers, await opened({ checksVersion: false })]));
`;

test('a git that is too old is refused where it matters, and always where it does not know the question', async () => {
  await using repo = await tempRepo({ 'a.ts': '' });
  const { PATH: path = '', ...env } = process.env;
  await using fake = await tempFolder({
    git: `#!/bin/sh\n[ "$1" = --version ] && { echo git version 2.38.1; exit; }\n[ -n "$OLDER" ] && exit 129\nPATH='${path}' exec git "$@"\n`,
  });
  await chmod(join(fake.path, 'git'), 0o755);
  const args = ['--conditions=@cdev/source', '--no-warnings', '--input-type=module', '--eval', program];
  const place = { cwd: repo.path, env: { ...env, PATH: `${fake.path}:${path}` }, encoding: 'utf8' } as const;
  const tooOld = 'CDEV_E_GIT_TOO_OLD';
  expect(JSON.parse(execFileSync(process.execPath, args, place))).toEqual([tooOld, false, tooOld]);
});
