import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { followFile, type FollowOptions } from '../../src/detached/follow-file.ts';

let folder: TempFolder;
beforeAll(async () => {
  folder = await tempFolder();
});
afterAll(() => folder.remove());

function follow(name: string, options: Partial<FollowOptions> = {}) {
  const file = join(folder.path, name);
  const cuts: [number, number][] = [];
  const followed = followFile(file, { onCut: (...cut) => cuts.push(cut), ...options });
  const read = async (isLast?: boolean): Promise<string[]> => {
    const lines: string[] = [];
    for await (const { text, end } of followed.read(isLast)) lines.push(`${text}@${end}`);
    return lines;
  };
  return { file, cuts, read, [Symbol.asyncDispose]: () => followed[Symbol.asyncDispose]() };
}

test('whole lines are told with where they end, in whatever pieces they come', async () => {
  await using it = follow('pieces');
  expect(await it.read()).toEqual([]);
  const bytes = Buffer.from('ä€\nsecond\r\n\nlast');
  for (const byte of bytes.subarray(0, 8)) {
    await appendFile(it.file, Buffer.of(byte));
    if (byte !== 0x0a) expect(await it.read()).toEqual([]);
    else expect(await it.read()).toEqual(['ä€@6']);
  }
  await appendFile(it.file, bytes.subarray(8));
  expect(await it.read()).toEqual(['second@14', '@15']);
  expect(await it.read(true)).toEqual(['last@19']);
  expect(await it.read(true)).toEqual([]);
});

test('a line longer than what is read at once is one line', async () => {
  await using it = follow('long');
  await writeFile(it.file, `${'x'.repeat(200_000)}\nend\n`);
  expect((await it.read()).map((line) => line.length)).toEqual([200_007, 'end@200005'.length]);
});

test('a file that is cut is read on from where it ends, and nothing of it twice', async () => {
  await using it = follow('cut');
  await writeFile(it.file, 'one\ntwo\nthree\n');
  expect(await it.read()).toHaveLength(3);
  await truncate(it.file, 5);
  expect(await it.read()).toEqual([]);
  await appendFile(it.file, 'four\n');
  expect(await it.read()).toEqual(['four@10']);
  expect(it.cuts).toEqual([[5, 9]]);
});

test('half a line that a cut has left is no part of the line after it', async () => {
  await using it = follow('half', { heard: 100 });
  await writeFile(it.file, 'one\ntw');
  expect(await it.read()).toEqual(['one@4']);
  await appendFile(it.file, 'three\n');
  expect(await it.read()).toEqual(['three@12']);
  expect(it.cuts).toEqual([[6, 94]]);
});

test('of one that is shorter than an earlier process has read, that is told before any line', async () => {
  await using it = follow('shorter', { heard: 100 });
  await writeFile(it.file, 'one\n');
  expect(await it.read()).toEqual(['one@4']);
  expect(it.cuts).toEqual([[4, 96]]);
});
