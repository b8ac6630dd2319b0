import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { applyFixes, planFixes, setManifestField, textDiff, type Fix } from '../src/index.ts';

const append = (file: string, line: string): Fix => ({
  file,
  title: `Add ${line}`,
  apply: (text) => `${text}${line}\n`,
});

test('mends of one file are made one after the other and shown as one diff; a file that is not there begins empty', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\n' });
  const planned = await planFixes(folder.path, [
    append('a.txt', 'two'),
    append('b.txt', 'new'),
    append('a.txt', 'three'),
  ]);
  expect(planned.map(({ file, titles, text }) => [file, titles, text])).toEqual([
    [join(folder.path, 'a.txt'), ['Add two', 'Add three'], 'one\ntwo\nthree\n'],
    [join(folder.path, 'b.txt'), ['Add new'], 'new\n'],
  ]);
  expect(planned[0]?.diff).toContain('+ two\n+ three');
  expect(await readFile(join(folder.path, 'a.txt'), 'utf8')).toBe('one\n');
  await applyFixes(planned);
  expect(await readFile(join(folder.path, 'b.txt'), 'utf8')).toBe('new\n');
});

test('a mend that changes nothing is none', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\n' });
  expect(await planFixes(folder.path, [{ file: 'a.txt', title: 'Nothing', apply: (text) => text }])).toEqual([]);
});

test('a mend that changes nothing is not named beside one that does', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\n' });
  const nothing = { file: 'a.txt', title: 'Nothing', apply: (text: string) => text };
  const [planned] = await planFixes(folder.path, [nothing, append('a.txt', 'two')]);
  expect(planned?.titles).toEqual(['Add two']);
});

test('new lines end as all others of the file do', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\r\ntwo\r\n', 'mixed.txt': 'one\r\ntwo\n' });
  const planned = await planFixes(folder.path, [append('a.txt', 'three'), append('mixed.txt', 'three')]);
  expect(planned.map(({ text }) => text)).toEqual(['one\r\ntwo\r\nthree\r\n', 'one\r\ntwo\nthree\n']);
  const bare: Fix = { file: 'a.txt', title: 'Bare', apply: (text) => text.replaceAll('\r\n', '\n') };
  expect((await planFixes(folder.path, [bare]))[0]?.text).toBe('one\ntwo\n');
});

test('what cannot be read or written is told', async () => {
  await using folder = await tempFolder({ 'a.txt': 'one\n' });
  await mkdir(join(folder.path, 'folder'));
  await expect(planFixes(folder.path, [append('folder', 'x')])).rejects.toMatchObject({
    code: 'CDEV_E_FILE_FIX_UNREADABLE',
  });
  const planned = await planFixes(folder.path, [append('a.txt', 'two')]);
  await writeFile(join(folder.path, 'file'), '');
  const elsewhere = planned.map((each) => ({ ...each, file: join(folder.path, 'file/a.txt') }));
  await expect(applyFixes(elsewhere)).rejects.toMatchObject({ code: 'CDEV_E_FILE_FIX_UNWRITABLE' });
  await chmod(folder.path, 0o755);
});

test('a field of a manifest keeps what is around it', () => {
  const { apply, title } = setManifestField(['publishConfig', 'access'], 'public');
  expect(title).toBe('Set publishConfig.access to "public"');
  expect(apply('{\n\t"name": "a",\r\n\t"version": "1.0.0"\n}\n')).toContain('\t"name": "a"');
  expect(JSON.parse(apply('{ "name": "a" }'))).toEqual({ name: 'a', publishConfig: { access: 'public' } });
});

test('a diff has two lines around what changed, and shows a carriage return that goes', () => {
  const before = ['1', '2', '3', '4', '5\r', '6', '7', '8', '9'].join('\n');
  expect(textDiff(before, before.replace('5\r', 'five'))).toBe('  3\n  4\n- 5␍\n+ five\n  6\n  7\n  …');
});
