import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { run } from '@cdev/core/subprocess';
import { tempFolder } from '@cdev/test-kit';
import { readErrorTable, readErrorTables } from '../src/index.ts';

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

test('reads a table that lies beside the entry without the rest, and of what may have the codes only', async () => {
  const row = (code: string): string =>
    `{ catalogue: [{ code: '${code}', kind: 'failure', title: 't', message: '', steps: [] }] }`;
  const manifest = (name: string, cdev?: object): string => JSON.stringify({ name, exports: './index.cjs', cdev });
  const trap = "throw new Error('this must not be loaded');";
  await using place = await tempFolder({
    'a/package.json': manifest('a', { errorArea: ['A', 'B'] }),
    'a/index.cjs': trap,
    'a/errors.cjs': `exports.errors = ${row('CDEV_E_B_BAD')};`,
    'c/package.json': manifest('c', { errorArea: 'C' }),
    'c/index.cjs': "require('node:fs').writeFileSync(__dirname + '/loaded', '');",
    // Something else of that name is no table.
    'others/package.json': manifest('others'),
    'others/index.cjs': `exports.x = ${row('OTHER_BAD')};`,
    'others/errors.cjs': 'exports.errors = [1];',
  });
  const scripts = ['a', 'c', 'others'].map((name) => ({ folder: join(place.path, name), packageName: name }));
  expect([...(await readErrorTables(scripts, ['CDEV_E_B_BAD', 'CDEV_E_CC_X'])).keys()]).toEqual([
    'OTHER_BAD',
    'CDEV_E_B_BAD',
  ]);
  expect(await readErrorTables(scripts, [])).toEqual(new Map());
  expect(existsSync(join(place.path, 'c/loaded'))).toBe(false);
});

test('has those of the packages of the house that it is made on, and of what these are made on, once', async () => {
  const table = (code: string): string =>
    `exports.errors = { catalogue: [{ code: '${code}', kind: 'failure', title: 't', message: '', steps: [] }] };`;
  const manifest = (name: string, dependencies: object): string =>
    JSON.stringify({
      name,
      version: '1.0.0',
      dependencies,
      exports: { '.': './index.cjs', './package.json': './package.json' },
    });
  await using place = await tempFolder({
    'package.json': manifest('@cdev/script', { '@cdev/one': '1', '@cdev/gone': '1', other: '1' }),
    'index.cjs': table('CDEV_E_SCRIPT_BAD'),
    'node_modules/@cdev/one/package.json': manifest('@cdev/one', { '@cdev/two': '1' }),
    'node_modules/@cdev/one/index.cjs': table('CDEV_E_ONE_BAD'),
    'node_modules/@cdev/two/package.json': manifest('@cdev/two', { '@cdev/one': '1' }),
    'node_modules/@cdev/two/index.cjs': table('CDEV_E_TWO_BAD'),
    'node_modules/other/package.json': manifest('other', {}),
    'node_modules/other/index.cjs': table('OTHER'),
  });
  // In a Node of its own: here every name of the house leads to its source.
  const source = new URL('../src/read-error-table.ts', import.meta.url).href;
  const program = `const { readErrorTable } = await import(${JSON.stringify(source)});
const rows = await readErrorTable({ folder: ${JSON.stringify(place.path)}, packageName: '@cdev/script' });
console.log(JSON.stringify(rows.map(({ code }) => code).filter((code) => /BAD$|OTHER/.test(code)).toSorted()));`;
  const words = ['--disable-warning=ExperimentalWarning', '--conditions=@cdev/source', '--input-type=module', '-e'];
  const { stdout } = await run(process.execPath, [...words, program], { cwd: place.path });
  expect(JSON.parse(stdout)).toEqual(['CDEV_E_ONE_BAD', 'CDEV_E_SCRIPT_BAD', 'CDEV_E_TWO_BAD']);
});
