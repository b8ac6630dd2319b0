import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

describe('YAML by key', () => {
  const base = lines(
    '# Who does what',
    'name: app',
    'on:',
    '  push: # always',
    '    branches: [main]',
    'jobs:',
    '  # the first',
    '  build:',
    '    steps:',
    '      - run: one',
  );

  test('keys that both sides add at one place are kept with their comments', async () => {
    const result = await merged({
      path: '.github/workflows/ci.yml',
      base,
      ours: `${base}  # ours\n  lint:\n    steps: []\n`,
      theirs: `${base}  test:\n    steps: [] # none\n`,
    });
    expect(result.content).toBe(`${base}  # ours\n  lint:\n    steps: []\n  test:\n    steps: [] # none\n`);
  });

  test('a value and the comment behind it change apart', async () => {
    const result = await merged({
      path: 'a.yaml',
      base: lines('a: 1 # why', 'b: 2'),
      ours: lines('a: 5 # why', 'b: 2', 'c: 3'),
      theirs: lines('a: 1 # because', 'b: 2', 'd: 4'),
    });
    expect(result.content).toBe(lines('a: 5 # because', 'b: 2', 'c: 3', 'd: 4'));
  });

  test('lists of scalars are sets, and of two catalogue versions the higher one is kept', async () => {
    const result = await merged({
      path: 'pnpm-workspace.yaml',
      base: lines('packages:', '  - packages/*', 'catalog:', '  zod: ^1.0.0'),
      ours: lines('packages:', '  - packages/*', '  - tools/*', 'catalog:', '  zod: ^1.1.0'),
      theirs: lines('packages:', '  - packages/*', '  - apps/*', 'catalog:', '  zod: ^1.2.0'),
    });
    expect(result.content).toBe(
      lines('packages:', '  - packages/*', '  - tools/*', '  - apps/*', 'catalog:', '  zod: ^1.2.0'),
    );
    expect(result.resolutions.map(({ where }) => where)).toEqual(['packages', 'catalog.zod']);
  });

  test('named items of a list are merged item by item', async () => {
    const result = await merged({
      path: 'a.yaml',
      base: lines('agents:', '  - id: a', '    title: A', '  - id: b', '    title: B'),
      ours: lines('agents:', '  - id: a', '    title: A', '    port: 1', '  - id: b', '    title: B'),
      theirs: lines('agents:', '  - id: a', '    title: AA', '  - id: b', '    title: B'),
    });
    expect(result.content).toBe(
      lines('agents:', '  - id: a', '    title: AA', '    port: 1', '  - id: b', '    title: B'),
    );
  });

  test('block texts are kept as they are written', async () => {
    const text = lines('run: |', '  one', '', '  two', 'a: 1');
    const result = await merged({ path: 'a.yaml', base: text, ours: `${text}b: 2\n`, theirs: `${text}c: 3\n` });
    expect(result.content).toBe(`${text}b: 2\nc: 3\n`);
  });

  test('two new values of one key are a conflict', async () => {
    const result = await conflict({
      path: 'a.yaml',
      base: lines('x: 1', 'a:', '  b: 1'),
      ours: lines('x: 1', 'a:', '  b: 2'),
      theirs: lines('x: 1', 'a:', '  b: 3'),
    });
    expect(result.hunks).toEqual([
      {
        where: 'a.b',
        base: { line: 3, text: '1' },
        ours: { line: 3, text: '2' },
        theirs: { line: 3, text: '3' },
      },
    ]);
  });

  test('several documents are merged by lines', async () => {
    const result = await merged({
      path: 'a.yaml',
      base: lines('a: 1', '---', 'b: 1'),
      ours: lines('a: 2', '---', 'b: 1'),
      theirs: lines('a: 1', '---', 'b: 2'),
    });
    expect(result.content).toBe(lines('a: 2', '---', 'b: 2'));
  });
});
