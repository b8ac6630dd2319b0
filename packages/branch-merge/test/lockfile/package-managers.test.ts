import { chmod, readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lockfileKind, parses, regenerateCommand } from '@cdev/structured-merge';
import { run } from '@cdev/core/subprocess';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { mergeBranches, settleLockfiles } from '../../src/index.ts';

/** They are fetched, a hundred megabytes of them: `TEST_PACKAGE_MANAGERS=1` asks for it. */
const managers = [
  ['yarn.lock', 'yarn@1.22.22', '# yarn lockfile v1\n'],
  ['yarn.lock', '@yarnpkg/cli-dist@4', ''],
  ['bun.lock', 'bun@1', ''],
] as const;
const asked = process.env['TEST_PACKAGE_MANAGERS'] === '1' ? managers : [];

const names = ['start', 'a', 'b'];
const manifest = (name: string, ...linked: string[]) =>
  `${JSON.stringify({ name, version: '1.0.0', scripts: { postinstall: 'touch "$RAN"' }, dependencies: Object.fromEntries(linked.map((one) => [one, `file:./${one}`])) }, undefined, 2)}\n`;

describe('lock files of real package managers', () => {
  test('are known by name, each with a command that runs no scripts and one that needs no network', () => {
    for (const [path, , text] of managers) {
      const { args, env = {}, offline } = regenerateCommand(lockfileKind(path) ?? 'npm', text);
      expect(args.includes('--ignore-scripts') || env['YARN_ENABLE_SCRIPTS'] === '0').toBe(true);
      expect(offline?.args?.includes('--offline') || offline?.env?.['YARN_ENABLE_NETWORK'] === '0').toBe(true);
    }
  });

  for (const [path, program, text] of asked)
    test(`${program} writes the lock file of both manifests, and runs nothing`, async () => {
      await using tools = await tempFolder();
      const kind = lockfileKind(path) ?? 'npm';
      const { command, args } = regenerateCommand(kind, text);
      await tools.write({
        [command]: `#!/bin/sh\nexport DISABLE_V8_COMPILE_CACHE=1\nexec npx --yes --package=${program} -- ${command} "$@"\n`,
      });
      await chmod(join(tools.path, command), 0o755);
      const env = {
        PATH: `${tools.path}${delimiter}${process.env['PATH']}`,
        YARN_ENABLE_IMMUTABLE_INSTALLS: '0',
        RAN: join(tools.path, 'ran'),
      };
      const packages = Object.fromEntries(names.map((name) => [`${name}/package.json`, manifest(name)]));
      await using repo = await tempRepo({
        'package.json': manifest('app', 'start'),
        ...packages,
        '.gitignore': '.yarn\nnode_modules\n',
      });
      const lock = async (branch: string, ...linked: string[]): Promise<void> => {
        await repo.git('switch', '-q', '-C', branch);
        await repo.write({
          'package.json': manifest('app', ...linked),
          ...(kind === 'yarn' && text === '' && branch === 'base' && { 'yarn.lock': '' }),
        });
        await run(command, args, { cwd: repo.path, env });
        await repo.commit(branch);
      };
      await lock('base', 'start');
      for (const side of ['a', 'b']) {
        await repo.git('switch', '-q', 'base');
        await lock(side, 'start', side);
      }
      const merge = await mergeBranches({ cwd: repo.path, ours: 'a', theirs: 'b' });
      expect(merge.conflicts.map((one) => [one.path, one.kind])).toEqual([[path, 'lockfile']]);
      const settled = await settleLockfiles(repo.path, merge, { env });
      expect(settled.conflicts).toEqual([]);
      const written = await repo.git('show', `${settled.tree}:${path}`);
      for (const name of names) expect(written).toContain(`${name}@file:`);
      expect(parses(path, written)).not.toBe(false);
      expect(await readdir(tools.path)).toEqual([command]);
    }, 240_000);
});
