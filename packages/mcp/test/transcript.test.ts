import { expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';

test('lists its tools, and says where it can be started', async () => {
  await using folder = await tempFolder();
  const list = await runBin('mcp', ['--list'], { cwd: folder.path });
  expect(list.stdout.split('\n')).toHaveLength(12);
  expect(list.stdout).toContain('claim      Take a path that nobody owns  changes something');
  const run = await runBin('mcp', [], { cwd: folder.path });
  expect(transcript(run)).toContain('CDEV_E_GIT_NOT_A_REPOSITORY');
  expect(run.stdout).toBe('');
});
