import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from './merge.ts';

describe('any file', () => {
  test('an unchanged side gives way, also for binary content and lock files', async () => {
    const binary = { path: 'logo.png', base: 'a\u0000', ours: 'a\u0000', theirs: 'b\u0000' };
    expect((await merged(binary)).content).toBe('b\u0000');
    const lock = { path: 'pnpm-lock.yaml', base: 'x: 1\n', ours: 'x: 2\n', theirs: 'x: 1\n' };
    expect(await merged(lock)).toEqual({ kind: 'merged', content: 'x: 2\n', resolutions: [], lost: [] });
  });

  test('a file that both sides added alike is certain', async () => {
    const result = await merged({ path: 'a.txt', base: undefined, ours: 'a\n', theirs: 'a\n' });
    expect(result.resolutions).toEqual([
      { rule: 'identical', where: 'whole file', reason: 'Both sides have the same content', confidence: 'certain' },
    ]);
  });

  test('binary content that both sides changed is a conflict without hunks', async () => {
    const result = await conflict({ path: 'logo.png', base: 'a\u0000', ours: 'b\u0000', theirs: 'c\u0000' });
    expect(result).toEqual({ kind: 'conflict', hunks: [], resolutions: [], reason: 'Binary content' });
  });

  test.each(['package-lock.json', 'app/pnpm-lock.yaml', 'yarn.lock', 'bun.lock'])(
    '%s is never merged, it is regenerated',
    async (path) => {
      const result = await conflict({ path, base: '{}\n', ours: '{ "a": 1 }\n', theirs: '{ "b": 1 }\n' });
      expect(result.reason).toBe('regenerate');
    },
  );

  test('the rule of a plan is taken instead of the one of the path', async () => {
    const input = { path: 'LIST', base: lines('a'), ours: lines('a', 'b'), theirs: lines('a', 'c') };
    expect((await conflict(input)).hunks).toHaveLength(1);
    expect((await merged({ ...input, rule: 'union' })).content).toBe(lines('a', 'b', 'c'));
    expect((await conflict({ ...input, rule: 'lockfile' })).reason).toBe('regenerate');
  });

  test('a rule that does not fit the content falls back to lines', async () => {
    const input = {
      path: 'notes.txt',
      base: lines('a', 'b', 'c'),
      ours: lines('A', 'b', 'c'),
      theirs: lines('a', 'b', 'C'),
    };
    expect((await merged({ ...input, rule: 'json' })).content).toBe(lines('A', 'b', 'C'));
    expect((await merged({ ...input, rule: 'imports' })).content).toBe(lines('A', 'b', 'C'));
  });

  test('reasons speak of the sides by their labels', async () => {
    const result = await merged({
      path: 'package.json',
      base: '{ "version": "1.0.0" }\n',
      ours: '{ "version": "1.1.0" }\n',
      theirs: '{ "version": "2.0.0" }\n',
      labels: { ours: 'main', theirs: 'checkout' },
    });
    expect(result.resolutions[0]?.reason).toBe('main has 1.1.0, checkout has 2.0.0: 2.0.0 is kept');
  });

  test('markers that a side already holds are not handed on as a merge', async () => {
    const marked = lines('<<<<<<< HEAD', 'a', '=======', 'b', '>>>>>>> x');
    const result = await conflict({
      path: 'a.txt',
      base: lines('z', 'y'),
      ours: lines('z', 'y', 'w'),
      theirs: marked + lines('z', 'y'),
    });
    expect(result.reason).toMatch(/markers/);
  });

  test('a huge file is merged by lines alone', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `${'x'.repeat(600)} row ${index}`);
    const at = (place: number, text: string): string => lines(...rows.with(place, text));
    const base = lines(...rows);
    const input = { path: 'data.txt', base, ours: at(10, 'one'), theirs: at(9000, 'other') };
    expect((await merged(input)).resolutions).toEqual([]);
    const close = { ...input, ours: at(10, `${rows[10]} one`), theirs: at(10, `other ${rows[10]}`) };
    expect((await conflict(close)).hunks).toHaveLength(1);
  });
});

describe('how a file is written', () => {
  const dos = (text: string): string => text.replaceAll('\n', '\r\n');

  test('CRLF and byte order mark are kept', async () => {
    const result = await merged({
      path: 'a.txt',
      base: `\uFEFF${dos(lines('a', 'b', 'c'))}`,
      ours: `\uFEFF${dos(lines('A', 'b', 'c'))}`,
      theirs: `\uFEFF${dos(lines('a', 'b', 'C'))}`,
    });
    expect(result.content).toBe(`\uFEFF${dos(lines('A', 'b', 'C'))}`);
  });

  test('one side may turn the line ends while the other edits', async () => {
    const result = await merged({
      path: 'a.txt',
      base: lines('a', 'b', 'c'),
      ours: dos(lines('a', 'b', 'c')),
      theirs: lines('a', 'B', 'c'),
    });
    expect(result.content).toBe(dos(lines('a', 'B', 'c')));
  });

  test('hunks of a file with CRLF are found in it as they are', async () => {
    const ours = dos(lines('a', 'x'));
    const result = await conflict({ path: 'a.txt', base: dos(lines('a', 'b')), ours, theirs: dos(lines('a', 'y')) });
    expect(result.hunks[0]?.ours).toEqual({ line: 2, text: 'x\r\n' });
    expect(ours).toContain(result.hunks[0]?.ours.text);
  });

  test('a side of one line does not turn the line ends of the other', async () => {
    const base = 'a: 1\r\nb: 1\r\n';
    const result = await merged({ path: 'a.yaml', base, ours: 'a: 1', theirs: 'a: 2\r\nb: 1\r\n' });
    expect(result.content).toBe('a: 2');
    const twice = await merged({ path: 'a.txt', base: 'x', ours: 'x', theirs: 'x\r\ny\r\n' });
    expect(twice.content).toBe('x\r\ny\r\n');
  });

  test('mixed line ends stay as each line has them', async () => {
    const result = await merged({
      path: 'a.txt',
      base: 'a\r\nb\nc\r\n',
      ours: 'A\r\nb\nc\r\n',
      theirs: 'a\r\nb\nC\r\n',
    });
    expect(result.content).toBe('A\r\nb\nC\r\n');
  });

  test('a missing final line end stays missing, and an added one is kept', async () => {
    const base = 'a\nb\nc';
    expect((await merged({ path: 'a.txt', base, ours: 'A\nb\nc', theirs: 'a\nb\nc' })).content).toBe('A\nb\nc');
    expect((await merged({ path: 'a.txt', base, ours: 'A\nb\nc', theirs: 'a\nb\nc\n' })).content).toBe('A\nb\nc\n');
  });

  test('empty versions merge like others', async () => {
    expect((await merged({ path: 'a.txt', base: '', ours: '', theirs: 'a\n' })).content).toBe('a\n');
    expect((await merged({ path: 'a.txt', base: 'a\n', ours: '', theirs: 'a\n' })).content).toBe('');
    expect((await conflict({ path: 'a.txt', base: 'a\n', ours: '', theirs: 'b\n' })).hunks[0]?.ours.text).toBe('');
  });
});
