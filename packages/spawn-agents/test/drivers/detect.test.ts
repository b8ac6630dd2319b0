import { chmod } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { driverNamed, driverNames, requireDriver } from '../../src/drivers/index.ts';

async function programs(scripts: Readonly<Record<string, string>>): Promise<TempFolder> {
  const folder = await tempFolder(
    Object.fromEntries(Object.entries(scripts).map(([name, body]) => [name, `#!/bin/sh\n${body}\n`])),
  );
  for (const name of Object.keys(scripts)) await chmod(join(folder.path, name), 0o755);
  return folder;
}

describe('whether an assistant is here', () => {
  test('a program on PATH is ready, with its version and where it is', async () => {
    await using folder = await programs({ codex: 'echo "codex-cli 0.169.0"' });
    const env = { PATH: `/nowhere${delimiter}${folder.path}` };
    expect(await driverNamed('codex').detect({ cwd: folder.path, env })).toEqual({
      status: 'ready',
      version: 'codex-cli 0.169.0',
      path: join(folder.path, 'codex'),
    });
  });

  test('one that is not there is missing, and how to get it is said', async () => {
    await using folder = await tempFolder({ codex: 'a file that is no program' });
    for (const name of driverNames) {
      const found = await driverNamed(name).detect({ cwd: folder.path, env: { PATH: folder.path } });
      expect(found).toEqual({ status: 'missing', hint: expect.stringMatching(/\w/) });
    }
  });

  test('one that does not start is unusable, and its reason is said', async () => {
    await using folder = await programs({ gemini: 'echo "needs a newer Node" >&2; exit 7' });
    expect(await driverNamed('gemini').detect({ cwd: folder.path, env: { PATH: folder.path } })).toMatchObject({
      status: 'unusable',
      reason: '--version ended with exit code 7; needs a newer Node',
    });
  });

  test('what needs one that is not there ends before it begins, with how to install it', async () => {
    await using folder = await programs({ gemini: 'exit 7', codex: 'echo 1' });
    const context = { cwd: folder.path, env: { PATH: folder.path } };
    await expect(requireDriver(driverNamed('opencode'), context)).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_DRIVER_MISSING',
      kind: 'environment',
      message: 'opencode cannot be used: it was not found on PATH',
      steps: [expect.stringContaining('npm install --global opencode-ai'), expect.anything()],
    });
    await expect(requireDriver(driverNamed('gemini'), context)).rejects.toMatchObject({
      message: expect.stringContaining('exit code 7'),
    });
    await expect(requireDriver(driverNamed('codex'), context)).resolves.toBeUndefined();
  });

  test('an interruption is not taken for a program that does not start', async () => {
    await using folder = await programs({ claude: 'exec /bin/sleep 60' });
    const signal = AbortSignal.timeout(100);
    const detection = driverNamed('claude').detect({ cwd: folder.path, env: { PATH: folder.path }, signal });
    await expect(detection).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_CANCELLED' });
  });
});
