import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { intelligentAgentGenerator } from '../src/intelligent-agent-generator.ts';

describe('intelligentAgentGenerator', () => {
  test.each([
    ['', 0],
    ['one', 1],
    ['one\n', 1],
    ['one\ntwo', 2],
  ])('counts the lines of %j', async (text, lines) => {
    await using folder = await tempFolder({ 'a file.txt': text });
    const outcome = await intelligentAgentGenerator(
      { file: 'a file.txt', atLeast: 0 },
      testContext({ cwd: folder.path }),
    );
    expect(outcome).toEqual({ result: { file: 'a file.txt', lines }, status: 'ok' });
  });

  test('calls fewer lines than wanted a finding', async () => {
    await using folder = await tempFolder({ 'a.txt': 'one\n' });
    const { status } = await intelligentAgentGenerator(
      { file: 'a.txt', atLeast: 2 },
      testContext({ cwd: folder.path }),
    );
    expect(status).toBe('findings');
  });

  test('says which file cannot be read, and why', async () => {
    await using folder = await tempFolder();
    await expect(
      intelligentAgentGenerator({ file: 'none.txt', atLeast: 0 }, testContext({ cwd: folder.path })),
    ).rejects.toMatchObject({
      code: 'CDEV_E_INTELLIGENT_AGENT_GENERATOR_FILE_UNREADABLE',
      message: 'none.txt cannot be read (ENOENT)',
    });
  });
});
