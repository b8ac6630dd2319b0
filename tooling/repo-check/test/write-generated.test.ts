import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { writeGenerated } from '../src/check-repository.ts';
import { findingsText } from '../src/findings-text.ts';
import { goodRepository } from './good-repository.ts';

test('--fix writes what differs and nothing on the second run', async () => {
  using repository = await goodRepository({
    '.github/CODEOWNERS': '',
    'packages/notes/tsconfig.json': undefined,
    'packages/notes/README.md': '# Notes\n\nWritten by hand.\n',
  });
  const changed = ['.github/CODEOWNERS', 'packages/notes/README.md', 'packages/notes/tsconfig.json'];
  expect((await writeGenerated(repository.root)).toSorted()).toEqual(changed);
  expect(await writeGenerated(repository.root)).toEqual([]);
  const read = (file: string): string => readFileSync(join(repository.root, file), 'utf8');
  expect(read('.github/CODEOWNERS')).toContain('/packages/notes/ @team/one\n');
  expect(JSON.parse(read('packages/notes/tsconfig.json'))).toMatchObject({ references: [{ path: '../core' }] });
  expect(read('packages/notes/README.md')).toBe(`# Notes

Written by hand.

## Errors

<!-- errors -->

| code | kind | what happened | what to do |
| --- | --- | --- | --- |
| \`CDEV_E_NOTES_MISSING\` | failure | A note is missing | Write \\<one> |

<!-- /errors -->
`);
  const manifest = JSON.parse(read('packages/notes/package.json')) as Record<string, object>;
  expect(manifest['publishConfig']).toEqual({
    access: 'public',
    exports: { '.': { default: './dist/index.js' }, './package.json': './package.json' },
  });
  expect(manifest['repository']).toMatchObject({ directory: 'packages/notes' });
});

test('--fix for some packages leaves the others alone', async () => {
  using repository = await goodRepository({
    'packages/notes/tsconfig.json': '{}',
    'packages/core/tsconfig.json': '{}',
  });
  expect(await writeGenerated(repository.root, (file) => file.startsWith('packages/notes/'))).toEqual([
    'packages/notes/tsconfig.json',
  ]);
});

test('the trial of each package alone gets every package among its dependencies, and loses those that are gone', async () => {
  const file = 'tooling/install-trial/package.json';
  const trial = {
    name: '@cdev/install-trial',
    private: true,
    dependencies: { '@cdev/core': 'workspace:^' },
    devDependencies: { '@cdev/gone': 'workspace:^', '@cdev/jest-config': 'workspace:*' },
    cdev: { kind: 'tooling', owner: '@team/one' },
  };
  using repository = await goodRepository({ [file]: JSON.stringify(trial) });
  expect(await writeGenerated(repository.root, (path) => path === file)).toEqual([file]);
  expect(await writeGenerated(repository.root, (path) => path === file)).toEqual([]);
  const read = JSON.parse(readFileSync(join(repository.root, file), 'utf8')) as typeof trial;
  expect(read.devDependencies).toEqual({
    '@cdev/jest-config': 'workspace:*',
    '@cdev/notes': 'workspace:^',
    '@cdev/say-hello': 'workspace:^',
  });
});

test('findings are shown by rule, aligned, each with what mends it', () => {
  const finding = { rule: 'file-length', file: 'a.ts', why: 'it is long', mend: 'Cut it' };
  expect(findingsText([finding, { ...finding, file: 'longer.ts' }], createStyle(false))).toBe(
    `file-length
  ✗  a.ts       it is long
      → Cut it
  ✗  longer.ts  it is long
      → Cut it

`,
  );
});
