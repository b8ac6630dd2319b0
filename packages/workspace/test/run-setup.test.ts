import { describe, expect, test } from '@jest/globals';
import { silentLog } from '@cdev/core/log';
import { tempFolder } from '@cdev/test-kit';
import { runSetup } from '../src/run-setup.ts';

describe('runSetup', () => {
  test('tells each command with the time it took', async () => {
    await using folder = await tempFolder();
    const runs = await runSetup({ path: folder.path, commands: ['sleep 0.05', 'true'], log: silentLog });
    expect(runs.map(({ command }) => command)).toEqual(['sleep 0.05', 'true']);
    expect(runs[0]?.duration).toBeGreaterThan(40);
  });

  test('hands over every line, and ends what takes too long', async () => {
    await using folder = await tempFolder();
    const lines: string[] = [];
    const commands = ['echo begun; echo warned >&2; sleep 600'];
    // A longer limit until it had said both: a busy machine starts late.
    for (let timeLimit = 500; lines.length < 3; timeLimit *= 3) {
      lines.length = 0;
      const onLine = (line: string): number => lines.push(line);
      await expect(runSetup({ path: folder.path, commands, timeLimit, onLine, log: silentLog })).rejects.toMatchObject({
        code: 'CDEV_E_WORKSPACE_SETUP_FAILED',
      });
    }
    expect(lines.toSorted()).toEqual(['$ echo begun; echo warned >&2; sleep 600', 'begun', 'warned']);
  });

  test('is ended by an interruption, which is no failure of the command', async () => {
    await using folder = await tempFolder();
    const signal = AbortSignal.timeout(100);
    await expect(runSetup({ path: folder.path, commands: ['sleep 30'], signal, log: silentLog })).rejects.toMatchObject(
      {
        kind: 'interrupted',
      },
    );
  });
});
