import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { findScript } from '../../src/cli/index.ts';

const bin = (name: string): Record<string, string> => ({
  [`${name}/package.json`]: '{}',
  [`${name}/bin/cdev-two.js`]: '',
});

async function tempFolder(files: Readonly<Record<string, string>>): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'cdev find '));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

describe('another script', () => {
  test('is found beside the package that asks', async () => {
    await using folder = await tempFolder({ 'one/package.json': '{}', 'one/dist/chunk.js': '', ...bin('two') });
    const from = pathToFileURL(join(folder.path, 'one/dist/chunk.js')).href;
    expect(findScript('two', { from, cwd: '/', env: {} })).toBe(join(folder.path, 'two/bin/cdev-two.js'));
    expect(findScript('three', { from, cwd: '/', env: {} })).toBeUndefined();
  });

  test('is found from the front door, and in the project', async () => {
    await using folder = await tempFolder({
      'asking/package.json': '{}',
      'asking/a.js': '',
      'door/package.json': '{}',
      ...bin('door/node_modules/@cdev/two'),
      ...bin('project/node_modules/@cdev/two'),
    });
    const from = pathToFileURL(join(folder.path, 'asking/a.js')).href;
    const env = { CDEV_FRONT_DOOR: pathToFileURL(join(folder.path, 'door/index.js')).href };
    expect(findScript('two', { from, cwd: '/', env })).toContain('door');
    expect(findScript('two', { from, cwd: join(folder.path, 'project'), env: {} })).toContain('project');
  });
});
