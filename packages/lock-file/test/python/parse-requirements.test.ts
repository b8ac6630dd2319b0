import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { isLockFile, packageLines, readLockFile } from '../../src/index.ts';
import { graphOf, listed, only } from '../source.ts';

test('what has an exact version is a package, in all ways to write it', async () => {
  const text = [
    '# a comment',
    '--index-url https://pypi.example.com/simple',
    'Django==4.2.1',
    'zope.interface [docs,test] == 6.0 ; python_version < "3.13"  # for twisted',
    'urllib3==2.0.0 \\',
    '    --hash=sha256:aa \\',
    '    --hash=sha256:bb',
    'numpy==1.26.4; python_version < "3.12"',
    'numpy==2.0.0; python_version >= "3.12"',
    'pytz===2024.1',
    'torch==2.1.0+cu118',
    'epoch == 1!2.0.post1, !=1!2.0.dev3',
    '(odd)\u001B[2J',
  ].join('\r\n');
  const graph = await graphOf('requirements.txt', text);
  expect(graph).toMatchObject({ format: 'pip', ecosystem: 'PyPI', gaps: ['(odd) is not understood'] });
  expect(listed(graph)).toEqual([
    'django@4.2.1',
    'epoch@1!2.0.post1',
    'numpy@1.26.4',
    'numpy@2.0.0',
    'pytz@2024.1',
    'torch@2.1.0+cu118',
    'urllib3@2.0.0',
    'zope-interface@6.0',
  ]);
  expect(only(graph, 'urllib3')).toMatchObject({ isDev: false, integrity: 'sha256:aa' });
});

test('a package is found again on its line', async () => {
  const text = '# by hand\nflask\nZope.Interface[docs]  == 6.0 ; python_version < "3"\n';
  const locked = only(await graphOf('requirements.txt', text), 'zope-interface');
  expect(packageLines(text)(locked)).toBe(3);
});

test('what has none is told, as are other lists that are not read; addresses come from no registry', async () => {
  const text = [
    'flask',
    'requests>=2,<3',
    'six==1.*',
    'attrs ~= 23.1',
    '-r base.txt',
    '-rextra.txt',
    '--constraint=constraints.txt',
    '-e git+https://github.com/ada/tool.git@0a1b#egg=ada_tool',
    'other @ https://example.com/other-1.0.tar.gz',
    '-e .',
  ].join('\n');
  const graph = await graphOf('requirements/dev.txt', text);
  expect(graph.gaps).toEqual([
    'flask, requests, six and 1 more are asked for without an exact version: what would be installed is not known',
  ]);
  expect([...graph.packages.values()].map(({ name, origin }) => `${name} ${origin}`)).toEqual([
    'ada-tool git',
    'other url',
    ' local',
  ]);
  expect((await graphOf('requirements.txt', text)).gaps[1]).toBe('base.txt, extra.txt are named in it and not read');
});

test.each(['requirements-dev.txt', 'dev-requirements.txt', 'requirements_test.txt', 'requirements/docs.txt'])(
  '%s is for development',
  async (file) => {
    const [locked] = (await graphOf(file, 'ruff==0.1.0')).packages.values();
    expect(locked?.isDev).toBe(true);
  },
);

test('lists by their names', () => {
  const paths = ['api/requirements.txt', 'constraints-3.12.txt', 'requirements/x.txt', 'requirements.in', 'notes.txt'];
  expect(paths.filter(isLockFile)).toEqual(paths.slice(0, 3));
});

test('what a shell of Windows wrote is read; what is no text, or is in conflict, is no empty list', async () => {
  await using folder = await tempFolder();
  const file = join(folder.path, 'requirements.txt');
  await writeFile(file, Buffer.from('\uFEFFdjango==1.0\r\n', 'utf16le'));
  expect(listed(await readLockFile(file))).toEqual(['django@1.0']);
  await writeFile(file, Buffer.from('\uFEFFdjango==1.0\r\n', 'utf16le').swap16());
  expect(listed(await readLockFile(file))).toEqual(['django@1.0']);
  for (const text of ['d\0j\0', '<<<<<<< HEAD\ndjango==1.0\n'])
    await expect(graphOf('requirements.txt', text)).rejects.toMatchObject({ code: 'CDEV_E_LOCK_FILE_MALFORMED' });
});
