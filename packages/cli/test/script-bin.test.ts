import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBin, tempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { scriptNames, separateScripts } from '../src/script-names.ts';

/** A project that has a script of its own package installed; it prints what it was started with. */
const project = {
  'package.json': '{ "name": "shop" }',
  'node_modules/@cdev/prepublish/package.json':
    '{ "name": "@cdev/prepublish", "version": "9.8.7", "description": "Looks at it", "type": "module" }',
  'node_modules/@cdev/prepublish/bin/cdev-prepublish.js': 'console.log(process.argv.slice(2).join(" "));',
};

test('every script of the house is known to the front door', () => {
  const packages = fileURLToPath(new URL('../../', import.meta.url));
  const scripts = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'bin', `cdev-${name}.js`)));
  expect([...scriptNames, ...separateScripts].toSorted()).toEqual(scripts.toSorted());
});

describe('scripts in packages of their own', () => {
  test('are found in the project', async () => {
    await using folder = await tempFolder(project);
    // The real bin: the resolver of the tests would find the packages of this repository.
    const listed = await runBin('cli', ['list', '--json'], { cwd: folder.path });
    const { data: result } = listed.document() as { data: unknown };
    expect(result).toContainEqual({ script: 'prepublish', version: '9.8.7', description: 'Looks at it' });
    expect(result).toContainEqual({
      script: 'postpublish',
      description: 'Not installed; start it by npx @cdev/postpublish',
    });
  });

  test('are started by their name with all that follows it', async () => {
    await using folder = await tempFolder(project);
    const { stdout, exitCode } = await runBin('cli', ['prepublish', '--offline', 'a b'], { cwd: folder.path });
    expect({ stdout, exitCode }).toEqual({ stdout: '--offline a b\n', exitCode: 0 });
  });

  test('are said to be missing, with the command that starts them, whatever follows', async () => {
    await using folder = await tempFolder({});
    const { stdout, stderr, exitCode } = await runBin('cli', ['postpublish', '--dry-run', 'x'], { cwd: folder.path });
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 3 });
    expect(stderr).toContain('CDEV_E_PARALLEL_SCRIPT_NOT_INSTALLED');
    expect(stderr).toContain('npx @cdev/postpublish');
  });
});
