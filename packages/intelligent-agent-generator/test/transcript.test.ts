import { expect, test } from '@jest/globals';
import { runBin, tempFolder, transcript } from '@cdev/test-kit';

test('counts, and ends with 1 when there are too few', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\ntwo\n' });
  const run = await runBin('intelligent-agent-generator', ['a.txt', '--at-least', '3'], { cwd: folder.path });
  expect(transcript(run)).toBe(`$ cdev-intelligent-agent-generator a.txt --at-least 3
exit 1
--- stdout
a.txt has 2 lines
`);
});

test('says what is wrong with a file that is not there', async () => {
  await using folder = await tempFolder();
  const run = await runBin('intelligent-agent-generator', ['none.txt'], { cwd: folder.path });
  expect(transcript(run)).toBe(`$ cdev-intelligent-agent-generator none.txt
exit 1
--- stderr
✗ none.txt cannot be read (ENOENT)
  → Check that none.txt is a file that you may read
  CDEV_E_INTELLIGENT_AGENT_GENERATOR_FILE_UNREADABLE
`);
});
