import { spawnSync } from 'node:child_process';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { askShellcheck, scanCode, scanScripts, type ShellText } from '../src/index.ts';

const isThere = spawnSync('shellcheck', ['--version']).status === 0;
const script = '#!/bin/bash\nset -eu\nfor f in $(ls *.txt); do echo "$f"; done\nrm -rf "$A/"\n';
const careless = 'cd build\nmake\n';

// Without shellcheck on the machine this is reported as skipped: not run, not passed.
const suite = isThere ? describe : describe.skip;
suite('with shellcheck', () => {
  test('it is asked, and a line is told once', async () => {
    await using folder = await tempFolder({ 'sub ä/a.sh': script, 'b.ts': 'export {};\n' });
    const { issues, shellcheck } = await scanCode({ root: folder.path, paths: ['sub ä/a.sh', 'b.ts'] });
    expect(shellcheck).toBe('asked');
    expect(issues.map(({ ruleId, places: [{ path, line }] }) => `${ruleId} ${path}:${line}`)).toContain(
      'shellcheck-2045 sub ä/a.sh:3',
    );
    expect(new Set(issues.map(({ places: [{ line }] }) => line)).size).toBe(issues.length);
    const known = await scanCode({ root: folder.path, paths: ['sub ä/a.sh'], before: async () => script });
    expect(known.issues).toEqual([]);
  });

  const linesOf = async (root: string, scripts: readonly ShellText[]): Promise<string[]> => {
    const { issues, gaps, shellcheck } = await scanScripts(scripts, { root });
    expect([gaps, shellcheck]).toEqual([[], 'asked']);
    return [...issues.values()]
      .flat()
      .map(({ ruleId, check, places: [{ path, line, column }] }) => `${check} ${ruleId} ${path}:${line}:${column}`);
  };

  test('many scripts keep their own lines, whether they name what reads them or not', async () => {
    await using folder = await tempFolder({});
    const scripts = Array.from({ length: 450 }, (_, at): ShellText => {
      const isNamed = at % 2 === 0;
      return { path: `${at}.sh`, text: `${isNamed ? '#!/bin/bash\n' : ''}${'true\n'.repeat(at % 7)}${careless}` };
    });
    expect(await linesOf(folder.path, scripts)).toEqual(
      scripts.map(({ path }, at) => `code shellcheck-2164 ${path}:${1 + (at % 7) + (at % 2 === 0 ? 1 : 0)}:1`),
    );
  });

  test('the same script in many files is told in each, at its own place', async () => {
    await using folder = await tempFolder({});
    const at = (line: number): Partial<ShellText> => ({ placeOf: (place) => ({ ...place, line: place.line + line }) });
    const told = await linesOf(folder.path, [
      { path: 'a.yml', text: careless, ...at(3) },
      { path: 'b.yml', text: careless, ...at(7) },
      { path: 'b.yml', text: careless, ...at(9), stopsOnError: true },
    ]);
    expect(told).toEqual(['code shellcheck-2164 a.yml:4:1', 'code shellcheck-2164 b.yml:8:1']);
  });

  test('the settings that are nearest hold, and none of above the root', async () => {
    await using folder = await tempFolder({
      '.shellcheckrc': 'disable=SC2164\n',
      'root/deep/.shellcheckrc': 'disable=SC2164\n',
      'root/deep/er/a.sh': '',
    });
    const paths = ['a.sh', 'other/a.sh', 'deep/a.sh', 'deep/er/a.sh'];
    const told = await linesOf(
      join(folder.path, 'root'),
      paths.map((path) => ({ path, text: careless })),
    );
    expect(told).toEqual(['code shellcheck-2164 a.sh:1:1', 'code shellcheck-2164 other/a.sh:1:1']);
  });

  test('a part of a workflow: what starts it counts, its expressions are no syntax, its places are those of the file', async () => {
    await using folder = await tempFolder({});
    const part = {
      path: '.github/workflows/a.yml',
      check: 'workflows' as const,
      placeOf: ({ line, column }: { line: number; column: number }) => ({ line: line + 20, column: column + 10 }),
    };
    const text = 'for f in $(ls ${{ a }}); do echo "$f"; done\ncd build\n';
    const seen = text.replace('${{ a }}', 'xxxxxxxx');
    expect(await linesOf(folder.path, [{ ...part, text, seen, stopsOnError: true }])).toEqual([
      'workflows shellcheck-2045 .github/workflows/a.yml:21:20',
    ]);
    expect(await linesOf(folder.path, [{ ...part, text: 'cd build\n', interpreter: 'sh' }])).toEqual([
      'workflows shellcheck-2164 .github/workflows/a.yml:21:11',
    ]);
  });

  test('a comment lets one stand', async () => {
    await using folder = await tempFolder({});
    const text = '# cdev-ignore shellcheck-2164: there is always one\ncd build\n';
    const { issues } = await scanScripts([{ path: 'a.sh', text }], { root: folder.path });
    expect([...issues.values()].flat().map(({ ignored }) => ignored)).toEqual(['there is always one']);
  });
});

test('a program that is not there, or is another one, gives no answer', async () => {
  await using folder = await tempFolder({ 'a.sh': script });
  const scripts = [{ path: 'a.sh', text: script }];
  const root = folder.path;
  expect(await askShellcheck(scripts, { root, program: 'no-such-shellcheck' })).toBeUndefined();
  expect(await askShellcheck(scripts, { root, program: 'echo' })).toBeUndefined();
  const scan = { root, shellchecker: 'no-such-shellcheck' };
  expect(await scanCode({ ...scan, paths: ['a.sh'] })).toMatchObject({ files: 1, gaps: [], shellcheck: 'not run' });
  expect((await scanCode({ ...scan, paths: [] })).shellcheck).toBeUndefined();
});

test('one that fails is told, and what was found without it stays', async () => {
  await using folder = await tempFolder({});
  const program = join(folder.path, 'shellcheck');
  await writeFile(program, '#!/bin/sh\npwd > "$0.folder"\nexit 4\n');
  await chmod(program, 0o755);
  const scripts = [
    { path: 'a.sh', text: 'chmod 777 a\n' },
    { path: 'b.sh', text: careless },
  ];
  const { issues, gaps, shellcheck } = await scanScripts(scripts, { root: folder.path, program });
  expect(gaps).toEqual(['shellcheck gave no answer about a.sh and 1 more (it ended with 4)']);
  expect([shellcheck, [...issues.values()].flat().length]).toEqual(['asked', 1]);
  const scratch = (await readFile(`${program}.folder`, 'utf8')).trim();
  await expect(stat(scratch)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('an interruption ends it', async () => {
  await using folder = await tempFolder({});
  const program = join(folder.path, 'shellcheck');
  await writeFile(program, '#!/bin/sh\nexec sleep 30\n');
  await chmod(program, 0o755);
  const controller = new AbortController();
  const asked = askShellcheck([{ path: 'a.sh', text: script }], {
    root: folder.path,
    program,
    signal: controller.signal,
  });
  controller.abort(new Error('stopped'));
  await expect(asked).rejects.toThrow('stopped');
});
