import { join } from 'node:path';
import { runBin, tempFolder } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { listScripts } from '../src/list-scripts.ts';
import { scriptBin } from '../src/script-bin.ts';

/** A project that has a script of its own package installed; it prints what it was started with. */
const project = {
  'package.json': '{ "name": "shop" }',
  'node_modules/@cdev/prepublish/package.json':
    '{ "name": "@cdev/prepublish", "version": "9.8.7", "description": "Looks at it", "type": "module" }',
  'node_modules/@cdev/prepublish/bin/cdev-prepublish.js': 'console.log(process.argv.slice(2).join(" "));',
};

describe('scripts in packages of their own', () => {
  test('are found in the project', async () => {
    await using folder = await tempFolder(project);
    expect(scriptBin('prepublish', folder.path)).toBe(
      join(folder.path, 'node_modules/@cdev/prepublish/bin/cdev-prepublish.js'),
    );
    const { result } = await listScripts({ cwd: folder.path });
    expect(result).toContainEqual({ script: 'prepublish', version: '9.8.7', description: 'Looks at it' });
    expect(result).toContainEqual({
      script: 'postpublish',
      version: undefined,
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
