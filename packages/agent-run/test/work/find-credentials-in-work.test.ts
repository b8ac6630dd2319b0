import { describe, expect, test } from '@jest/globals';
import { writeBlob } from '@cdev/git';
import { tempRepo } from '@cdev/test-kit';
import { findCredentialsInWork, type WorkChange } from '../../src/index.ts';

// Put together here, so that no file of this repository looks like it holds one.
const key = ['npm', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');

describe('credentials in the changes of an agent', () => {
  test('are found with their place, in what the commit would bring in and nowhere else; by level, which is said', async () => {
    await using repo = await tempRepo({ a: 'a' });
    const blob = await writeBlob(repo.path, `first\nconst key = '${key}';\n`);
    const word = await writeBlob(repo.path, `password: 'sunshine',\n`);
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
      change('test/word.ts', { blob: word }),
      change('test/key.ts'),
    ];
    const found = await findCredentialsInWork(changes, { place: repo.path, severity: 'error' });
    // In a test, and with a check sum that is wrong, it is told and does not refuse.
    expect(found).toMatchObject([
      { severity: 'error', path: 'src/ü key.ts', line: 2 },
      { severity: 'warning', path: 'test/key.ts', line: 2 },
    ]);
    expect(found[0]?.message).toMatch(
      /^this looks like an access token of npm .*its check sum is wrong.*--allow-credentials$/,
    );
    expect(found[0]?.message).not.toContain(key);
    expect(await findCredentialsInWork([], { place: repo.path, severity: 'warning' })).toEqual([]);
  });
});
