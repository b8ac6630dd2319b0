import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runBin, tempFolder } from '@cdev/test-kit';
import { script } from '../src/cli.ts';
import { findPlugin, isScriptName, listPlugins } from '../src/index.ts';
import { ownCommands } from '../src/pass-through.ts';

async function plugins() {
  const say = '#!/bin/sh\necho "$0" "$@"; cat; exit 7\n';
  const files = {
    'app/node_modules/.bin/cdev-hello': say,
    'bin/cdev-hello': say,
    'bin/cdev-other': say,
    'bin/cdev-plain': 'no program',
  };
  const place = await tempFolder({ ...files, 'app/src/a.ts': '' });
  for (const file of ['app/node_modules/.bin/cdev-hello', 'bin/cdev-hello', 'bin/cdev-other'])
    chmodSync(join(place.path, file), 0o755);
  return place;
}

describe('plugins', () => {
  test('take no word of the front door', () => {
    const words = script.commands.map(({ name }) => name).filter((name) => !isScriptName(name));
    expect(ownCommands.toSorted()).toEqual(words.toSorted());
  });

  test('are those of the project first, then those on the PATH, if they can be executed', async () => {
    await using place = await plugins();
    const where = { cwd: join(place.path, 'app/src'), path: `:${join(place.path, 'bin')}:/no/such/folder` };
    expect(findPlugin('hello', where)).toEqual({
      name: 'hello',
      from: 'project',
      file: join(place.path, 'app/node_modules/.bin/cdev-hello'),
    });
    expect(findPlugin('other', where)).toMatchObject({ from: 'PATH' });
    expect(findPlugin('plain', where)).toBeUndefined();
    expect(listPlugins(where).map(({ name, from }) => `${name} ${from}`)).toEqual(['hello project', 'other PATH']);
  });

  test.each(['../hello', '-v', '', 'a/b', '.hidden'])('no word leads out of these folders: %j', async (word) => {
    await using place = await plugins();
    expect(findPlugin(word, { cwd: join(place.path, 'app'), path: join(place.path, 'bin') })).toBeUndefined();
  });

  test('get words and streams, and give the exit code', async () => {
    await using place = await plugins();
    const run = await runBin('cli', ['hello', 'a b', '--help'], { cwd: join(place.path, 'app'), input: 'from stdin' });
    expect([run.exitCode, run.stdout]).toEqual([
      7,
      `${join(place.path, 'app/node_modules/.bin/cdev-hello')} a b --help\nfrom stdin`,
    ]);
    const unknown = await runBin('cli', ['goodbye'], { cwd: place.path });
    expect(unknown.exitCode).toBe(2);
  });
});
