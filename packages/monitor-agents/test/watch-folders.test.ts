import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { watchFolders } from '../src/watch-folders.ts';

const hour = 3_600_000;

test('waits for a change in one of the folders, also one that came while nobody waited', async () => {
  await using folder = await tempFolder();
  using changes = watchFolders([folder.path, join(folder.path, 'not there')], new AbortController().signal);
  const waiting = changes.next({ atLeast: 1, atMost: hour });
  await writeFile(join(folder.path, 'a'), '1');
  await expect(waiting).resolves.toBeUndefined();
  await writeFile(join(folder.path, 'b'), '2');
  await expect(changes.next({ atLeast: 20, atMost: hour })).resolves.toBeUndefined();
});

test('waits no longer than it may, and not past an interruption', async () => {
  await using folder = await tempFolder();
  const abort = new AbortController();
  using changes = watchFolders([folder.path], abort.signal);
  await changes.next({ atLeast: 1, atMost: 5 });
  const waiting = changes.next({ atLeast: 1, atMost: hour });
  setTimeout(() => abort.abort(), 20);
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
