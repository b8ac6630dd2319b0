import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { ConflictHunk } from '@cdev/structured-merge';
import { decisionsIn, forgetDecisions, openMemory, rememberDecisions, resolveContent } from '../../src/index.ts';

const at = '2026-03-01T10:00:00Z';
const limit = (text: string) => `export const limit = ${text};\n`;
const texts = { path: 'src/ï a.ts', base: limit('1'), ours: limit('f()'), theirs: limit('["b"]') };
const decisions = (resolved: string, made: { at: string; commit?: string } = { at, commit: 'abcdef0123456' }) =>
  decisionsIn({ ...texts, resolved }, made);
const hunk = (ours: string, theirs: string): ConflictHunk => ({
  where: 'line 7',
  base: { line: 7, text: texts.base },
  ours: { line: 7, text: ours },
  theirs: { line: 9, text: theirs },
});

async function onlyFile(folder: string): Promise<string> {
  const place = join(folder, 'cdev/resolutions/remembered');
  const names = await readdir(place);
  expect(names).toHaveLength(1);
  return join(place, names[0] ?? '');
}

describe('what is remembered', () => {
  test('is found at another place, with the sides the other way round and other line ends', async () => {
    await using folder = await tempFolder({});
    expect(await rememberDecisions(folder.path, await decisions(limit('both')))).toBe(1);
    expect(await rememberDecisions(folder.path, await decisions(limit('both')))).toBe(0);
    const memory = openMemory(folder.path);
    const known = { decided: limit('both'), commit: 'abcdef0123456', path: texts.path };
    expect(await memory.find(hunk(texts.ours, texts.theirs))).toMatchObject(known);
    expect(await memory.find(hunk(texts.theirs, texts.ours))).toMatchObject(known);
    const windows = (text: string) => text.replaceAll('\n', '\r\n');
    expect(await memory.find(hunk(windows(texts.theirs), windows(texts.ours)))).toMatchObject(known);
    expect(await memory.find(hunk(texts.ours, limit('another')))).toBeUndefined();
    expect(await memory.find({ ...hunk(texts.ours, texts.theirs), base: undefined })).toBeUndefined();
  });

  test('decides the file, and nothing that is asked to be certain', async () => {
    await using folder = await tempFolder({});
    await rememberDecisions(folder.path, await decisions(limit('both')));
    const memory = openMemory(folder.path);
    const other = { path: 'other.ts', base: texts.base, ours: texts.theirs, theirs: texts.ours };
    const decided = await resolveContent(other, { memory, atLeast: 'likely', explains: true });
    expect(decided).toMatchObject({ kind: 'resolved', rule: 'memory', content: limit('both') });
    expect(decided.resolutions).toEqual([
      {
        rule: 'memory',
        where: 'line 1',
        reason: `decided before, on 2026-03-01, commit abcdef012 (${texts.path})`,
        confidence: 'likely',
      },
    ]);
    expect(decided.kind === 'resolved' && decided.lost.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('decided before'),
      expect.stringContaining('decided before'),
    ]);
    expect(decided.explanation?.steps[0]).toMatchObject({ rung: 'memory', outcome: 'won' });
    expect((await resolveContent(other, { memory, atLeast: 'certain' })).kind).toBe('open');
    expect((await resolveContent(other, { atLeast: 'likely' })).kind).toBe('open');
  });

  test('gives way where it does not make a sound file', async () => {
    await using folder = await tempFolder({});
    await rememberDecisions(folder.path, await decisions('export const limit = (;\n'));
    const decided = await resolveContent(texts, { memory: openMemory(folder.path), explains: true });
    expect(decided).toMatchObject({ kind: 'open', hunks: [{ where: 'line 1' }] });
    expect(decided.explanation?.steps[0]).toMatchObject({ rung: 'memory', outcome: 'refused' });
  });

  test('leaves the rest of the file open, and says what of it is decided', async () => {
    await using folder = await tempFolder({});
    await rememberDecisions(folder.path, await decisions(limit('both')));
    const of = (one: string, two: string) => `${one}\n\nexport const other = ${two};\n`;
    const two = {
      path: 'a.ts',
      base: of(texts.base, '1'),
      ours: of(texts.ours, 'g()'),
      theirs: of(texts.theirs, '{}'),
    };
    const open = await resolveContent(two, { memory: openMemory(folder.path) });
    expect(open).toMatchObject({ kind: 'open', resolutions: [{ rule: 'memory' }] });
    expect(open.kind === 'open' && open.hunks.map(({ ours }) => ours.text)).toEqual(['export const other = g();\n']);
  });

  test('a choice that was not committed is a guess, until a commit has it; of two decisions the later stays', async () => {
    await using folder = await tempFolder({});
    const found = () => openMemory(folder.path).find(hunk(texts.ours, texts.theirs));
    await rememberDecisions(folder.path, await decisions(limit('chosen'), { at }));
    const memory = openMemory(folder.path);
    expect((await resolveContent(texts, { memory, atLeast: 'likely' })).kind).toBe('open');
    const guessed = await resolveContent(texts, { memory });
    expect(guessed).toMatchObject({ rule: 'memory', resolutions: [{ confidence: 'guess' }] });
    await rememberDecisions(
      folder.path,
      await decisions(limit('chosen'), { at: '2026-03-02T00:00:00Z', commit: 'c2' }),
    );
    expect(await found()).toMatchObject({ commit: 'c2' });
    await rememberDecisions(folder.path, await decisions(limit('late'), { at: '2026-03-04T00:00:00Z', commit: 'c4' }));
    await rememberDecisions(folder.path, await decisions(limit('early'), { at: '2026-03-03T00:00:00Z', commit: 'c3' }));
    expect(await found()).toMatchObject({ decided: limit('late') });
  });

  test('is no decision where the rules come to the same, or markers were left', async () => {
    const list = (...names: string[]) => names.map((name) => `import { ${name} } from './${name}.ts';\n`).join('');
    const imports = { path: 'a.ts', base: list('s'), ours: list('s', 'a'), theirs: list('s', 'b') };
    expect(await decisionsIn({ ...imports, resolved: list('s', 'a', 'b') }, { at })).toEqual([]);
    expect(await decisionsIn({ ...imports, resolved: list('s', 'b') }, { at })).toHaveLength(1);
    expect(await decisions(`<<<<<<< a\n${texts.ours}=======\n${texts.theirs}>>>>>>> b\n`)).toEqual([]);
  });

  test('is ignored and told when it is damaged, and written anew', async () => {
    await using folder = await tempFolder({});
    const made = await decisions(limit('both'));
    await rememberDecisions(folder.path, made);
    const file = await onlyFile(folder.path);
    const whole = await readFile(file, 'utf8');
    for (const damage of [whole.slice(0, 80), whole.replace('= both', '= evil'), whole.replace('f()', 'g()'), '']) {
      await writeFile(file, damage);
      const memory = openMemory(folder.path);
      expect(await memory.find(hunk(texts.ours, texts.theirs))).toBeUndefined();
      expect([...memory.damaged]).toEqual([file]);
    }
    await rememberDecisions(folder.path, made);
    expect(await readFile(file, 'utf8')).toBe(whole);
  });

  test('survives many writers at once, each entry whole', async () => {
    await using folder = await tempFolder({});
    const writers = Array.from({ length: 12 }, async (_, number) => {
      const made = await decisions(limit(`both${number}`), { at, commit: `c${number}` });
      return rememberDecisions(folder.path, made);
    });
    await Promise.all(writers);
    const memory = openMemory(folder.path);
    expect(await memory.find(hunk(texts.ours, texts.theirs))).toMatchObject({ path: texts.path });
    expect(memory.damaged.size).toBe(0);
    await onlyFile(folder.path);
  });

  test('is forgotten by file, wholly, or when it is large or unused for long', async () => {
    await using folder = await tempFolder({});
    const other = { ...texts, path: 'b.ts', ours: limit('g()') };
    const more = async (resolved: string) => decisionsIn({ ...other, resolved }, { at, commit: 'c' });
    await rememberDecisions(folder.path, await more(limit(`'${'x'.repeat(70_000)}'`)));
    expect(await forgetDecisions(folder.path, { isDryRun: true })).toBe(0);
    await rememberDecisions(folder.path, await decisions(limit('both')));
    await utimes(await onlyFile(folder.path), 1, 1);
    await rememberDecisions(folder.path, await more(limit('other')));
    expect(await openMemory(folder.path).find(hunk(texts.ours, texts.theirs))).toBeUndefined();
    await rememberDecisions(folder.path, await decisions(limit('both')));
    const which = ({ path }: { path: string }) => path === 'b.ts';
    expect(await forgetDecisions(folder.path, { which, isDryRun: true })).toBe(1);
    expect(await forgetDecisions(folder.path, { which })).toBe(1);
    expect(await forgetDecisions(folder.path, { which })).toBe(0);
    expect(await forgetDecisions(folder.path)).toBe(1);
  });
});
