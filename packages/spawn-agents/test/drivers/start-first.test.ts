import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext, type TempFolder } from '@cdev/test-kit';
import { driverNamed, startFirst } from '../../src/drivers/index.ts';

/** An assistant that notes when it is started and when it has ended, and where. */
async function assistant(body: string): Promise<TempFolder> {
  const folder = await tempFolder({ 'bin/opencode': `#!/bin/sh\n${body}\n`, 'home/.keep': '' });
  await chmod(join(folder.path, 'bin/opencode'), 0o755);
  return folder;
}
const contextIn = ({ path }: TempFolder) =>
  testContext({
    cwd: path,
    home: join(path, 'home'),
    env: { ...process.env, PATH: `${path}/bin:${process.env['PATH']}` },
  });

describe('a first start', () => {
  test('is made one at a time, in no repository, and only for an assistant that needs it', async () => {
    await using folder = await assistant('echo "+ $* $PWD" >> "$0.log"; sleep 0.2; echo "-" >> "$0.log"');
    const starts = [1, 2, 3].map(() => startFirst(driverNamed('opencode'), contextIn(folder)));
    await Promise.all([...starts, startFirst(driverNamed('codex'), contextIn(folder))]);
    const begun = `+ session list ${join(folder.path, 'home')}`;
    const log = await readFile(join(folder.path, 'bin/opencode.log'), 'utf8');
    expect(log.trim().split('\n')).toEqual([begun, '-', begun, '-', begun, '-']);
  });

  test('that fails is told, and the agents are started all the same', async () => {
    await using folder = await assistant('exit 3');
    await expect(startFirst(driverNamed('opencode'), contextIn(folder))).resolves.toBeUndefined();
  });

  test('belongs to OpenCode behind the protocol too, and to no other agent there', () => {
    expect(driverNamed('acp', '/opt/bin/opencode acp').firstStart).toMatchObject({ file: '/opt/bin/opencode' });
    expect(driverNamed('acp', 'gemini --acp').firstStart).toBeUndefined();
  });
});
