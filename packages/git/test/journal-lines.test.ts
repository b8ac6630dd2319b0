import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { appendJournalLine, readJournalLines } from '../src/index.ts';

test('what was appended is read in its order; a torn line says nothing and takes no other with it', async () => {
  await using folder = await tempFolder();
  const file = join(folder.path, 'sub ä/journal.ndjson');
  expect(await readJournalLines(file)).toEqual([]);
  await appendJournalLine(file, { type: 'began', at: 1 }, { mode: 0o600 });
  await appendFile(file, '{"type":"torn');
  await appendJournalLine(file, { type: 'ended' });
  await appendFile(file, '3\nnull\n{"no":"type"}\n');
  expect(await readJournalLines(file)).toEqual([{ type: 'began', at: 1 }, { type: 'ended' }]);
  expect((await readFile(file, 'utf8')).split('\n').slice(0, 3)).toEqual([
    '{"type":"began","at":1}',
    '{"type":"torn',
    '{"type":"ended"}',
  ]);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('what cannot be read or written is said by the system', async () => {
  await using folder = await tempFolder({ 'file.txt': '' });
  await expect(readJournalLines(folder.path)).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(appendJournalLine(join(folder.path, 'file.txt/journal'), { type: 'a' })).rejects.toMatchObject({
    code: 'EEXIST',
  });
});
