import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { askShellcheck, scanCode } from '../src/index.ts';

const isThere = spawnSync('shellcheck', ['--version']).status === 0;
const script = '#!/bin/bash\nset -eu\nfor f in $(ls *.txt); do echo "$f"; done\nrm -rf "$A/"\n';

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
});

test('a program that is not there, or is another one, gives no answer', async () => {
  await using folder = await tempFolder({ 'a.sh': script });
  const file = { path: 'a.sh', text: script };
  expect(await askShellcheck(folder.path, file, { program: 'no-such-shellcheck' })).toBeUndefined();
  expect(await askShellcheck(folder.path, file, { program: 'cat' })).toBeUndefined();
  const scan = { root: folder.path, shellchecker: 'no-such-shellcheck' };
  expect(await scanCode({ ...scan, paths: ['a.sh'] })).toMatchObject({ files: 1, gaps: [], shellcheck: 'not run' });
  expect((await scanCode({ ...scan, paths: [] })).shellcheck).toBeUndefined();
});
