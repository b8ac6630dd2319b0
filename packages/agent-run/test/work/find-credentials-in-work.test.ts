import { describe, expect, test } from '@jest/globals';
import { writeBlob } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { findCredentialsInWork, type WorkChange } from '../../src/index.ts';

// Put together here, so that no file of this repository looks like it holds one.
const key = `sk-ant-${'a1B2'.repeat(8)}`;

describe('credentials in the changes of an agent', () => {
  test('are found with their place, in text files that the commit would bring in and nowhere else', async () => {
    await using repo = await tempRepo({ a: 'a' });
    const blob = await writeBlob(repo.path, `first\nconst key = '${key}';\n`);
    const binary = await writeBlob(repo.path, `\0${key}`);
    const change = (path: string, fields: Partial<WorkChange> = {}): WorkChange => ({
      path,
      kind: 'added',
      mode: '100644',
      blob,
      stage: 'uncommitted',
      ...fields,
    });
    const changes = [
      change('src/ü key.ts'),
      change('link', { mode: '120000' }),
      change('module', { mode: '160000' }),
      change('gone', { kind: 'deleted', mode: '', blob: '' }),
      change('data.bin', { blob: binary }),
    ];
    const found = await findCredentialsInWork(changes, { place: repo.path, severity: 'error' });
    expect(found).toMatchObject([{ severity: 'error', path: 'src/ü key.ts', line: 2 }]);
    expect(found[0]?.message).not.toContain(key);
    expect(await findCredentialsInWork([], { place: repo.path, severity: 'warning' })).toEqual([]);
  });
});
