import { describe, expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { tempFolder } from '@cdev/test-kit';
import { driverNamed } from '../../src/drivers/index.ts';
import { task } from './task.ts';

describe('a shell command as an agent', () => {
  const { readLine } = driverNamed('command', 'true');

  test('what it prints are its messages, made safe to show', () => {
    expect(readLine('building \u001B[31mred\u001B[0m\tthings')).toEqual([
      { kind: 'message', text: 'building red things' },
    ]);
    expect(readLine('   ')).toEqual([]);
    expect(readLine('x'.repeat(1000))[0]).toMatchObject({ text: expect.stringMatching(/^x{239}…$/) });
  });

  test('a line in the form of an activity is what it says', () => {
    expect(readLine('{"activity":"file","text":"src/a.ts"}')).toEqual([{ kind: 'file', text: 'src/a.ts' }]);
    expect(readLine('{"activity":"usage","tokens":1200,"cost":0.01}')).toEqual([
      { kind: 'usage', tokens: 1200, cost: 0.01 },
    ]);
    expect(readLine('{"activity":"usage"}')).toEqual([{ kind: 'usage', tokens: 0 }]);
  });

  test('other JSON is a message like any text', () => {
    expect(readLine('{"level":"info"}')).toEqual([{ kind: 'message', text: '{"level":"info"}' }]);
    expect(readLine('{"activity":"dance"}')).toEqual([{ kind: 'message', text: '{"activity":"dance"}' }]);
  });

  test('it is run by the shell, with further arguments as its parameters', async () => {
    await using folder = await tempFolder();
    const { file, args } = driverNamed('command', 'echo "$1|$2" && pwd').commandLine(
      task({ extraArguments: ['a b', 'ü'] }),
    );
    const { stdout } = await run(file, args, { cwd: folder.path });
    expect(stdout).toBe(`a b|ü\n${folder.path}\n`);
  });
});
