import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { readErrorTable } from '../src/index.ts';

test('has the rows of every table that the package exports; a package that cannot be loaded has none', async () => {
  const row = "{ code: 'CDEV_E_X_BAD', kind: 'failure', title: 'It is bad', message: '', steps: ['Mend it'] }";
  await using place = await tempFolder({
    'good/package.json': JSON.stringify({ name: 'good', type: 'module', exports: './index.cjs' }),
    'good/index.cjs': `exports.goodErrors = { catalogue: [${row}] }; exports.other = 1; exports.empty = null;`,
    'bad/package.json': JSON.stringify({ name: 'bad', exports: './none.js' }),
  });
  const table = await readErrorTable({ folder: `${place.path}/good`, packageName: 'good' });
  expect(table.map(({ code, steps }) => [code, steps])).toContainEqual(['CDEV_E_X_BAD', ['Mend it']]);
  expect(await readErrorTable({ folder: `${place.path}/bad`, packageName: 'bad' })).not.toContainEqual(
    expect.objectContaining({ code: 'CDEV_E_X_BAD' }),
  );
});
