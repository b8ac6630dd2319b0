import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

const run = (...names: string[]): string => `\n${names.map((name) => `${name}();\n`).join('')}`;

describe('where a name comes from', () => {
  test('is for people to say when each side took it to another module, though the edits could be joined word by word', async () => {
    const block = (source: string): string =>
      `import { b } from 'b';\nimport { run } from '${source}';\n${run('b', 'run')}`;
    const result = await conflict({
      path: 'a.ts',
      base: block('@old/core'),
      ours: block('@old/core/run'),
      theirs: block('@new/core'),
    });
    expect(result.hunks).toEqual([
      {
        where: 'line 2',
        base: { line: 2, text: "import { run } from '@old/core';\n" },
        ours: { line: 2, text: "import { run } from '@old/core/run';\n" },
        theirs: { line: 2, text: "import { run } from '@new/core';\n" },
      },
    ]);
  });

  test('a conflict in other imports is decided beside the one that stays open', async () => {
    const block = (source: string, ...more: string[]): string =>
      lines(`import { run } from '${source}';`, ...[1, 2, 3, 4].map((at) => `import 'side-${at}';`), ...more) +
      run('run', 'fetch');
    const result = await conflict({
      path: 'a.ts',
      base: block('@old/core', "import { fetch } from 'net';"),
      ours: block('@old/core/run', "import { fetch } from 'net/v2';"),
      theirs: block('@new/core', "import { fetch, type Reply } from 'net';"),
    });
    expect(result.hunks.map(({ where }) => where)).toEqual(['line 1']);
    expect(result.partial).toContain("import { fetch, type Reply } from 'net/v2';");
  });

  test.each([
    {
      name: 'two files that both sides add',
      base: undefined,
      ours: './src',
      theirs: './src/index.js',
      wanted: './src/index.js',
    },
    {
      name: 'a module that moved',
      base: '../make',
      ours: '../make.js',
      theirs: '../tools/make',
      wanted: '../tools/make.js',
    },
  ])('a module that one side writes out in full is the same one: $name', async ({ base, ours, theirs, wanted }) => {
    const block = (source: string): string => `import { make } from '${source}';\n${run('make')}`;
    const { content } = await merged({
      path: 'a.ts',
      base: base && block(base),
      ours: block(ours),
      theirs: block(theirs),
    });
    expect(content).toBe(block(wanted));
  });

  test('is for people to say when one side declares the name itself and the other takes it from another module', async () => {
    const result = await conflict({
      path: 'a.ts',
      base: `import { a } from 'a';\nimport { only } from './run';\n${run('a', 'only')}`,
      ours: `import { a, b } from 'a';\n${run('a', 'only', 'b')}\nexport function only() {}\n`,
      theirs: `import { a } from 'a';\nimport { only } from '../tools';\n${run('a', 'only')}`,
    });
    expect(result.hunks[0]?.theirs.text).toContain('../tools');
  });

  test('is for people to say when the names of its module went to several', async () => {
    const result = await conflict({
      path: 'a.ts',
      base: `import { a, b } from './all';\n${run('a', 'b')}`,
      ours: `import { a, b, c } from './all';\n${run('a', 'b', 'c')}`,
      theirs: `import { a } from './one';\nimport { b } from './two';\n${run('a', 'b')}`,
    });
    expect(result.hunks).toHaveLength(1);
  });

  test('is where the others of its module went, though one of them is needed no more', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import { a, b } from './all';\n${run('a', 'b', 'end')}`,
      ours: `import { a, b, c } from './all';\n${run('a', 'b', 'end', 'c')}`,
      theirs: `import { a } from './one';\n${run('a', 'end')}`,
    });
    expect(content).toBe(`import { a, c } from './one';\n${run('a', 'end', 'c')}`);
  });
});

describe('an import that one side took out', () => {
  const base = `import { Stream } from './stream';\nimport { a } from 'a';\n${run('a', 'new Stream', 'end')}`;

  test('stays out where that side goes on using the name, which is global there', async () => {
    const { content } = await merged({
      path: 'a.js',
      base,
      ours: base.replace('{ a }', '{ a, b }').replace('end();', 'end();\nb();'),
      theirs: `import { a, c } from 'a';\n${run('c', 'a', 'new Stream', 'end')}`,
    });
    expect(content).toBe(`import { a, b, c } from 'a';\n${run('c', 'a', 'new Stream', 'end', 'b')}`);
  });

  test('stays out where that side declares the name in a function', async () => {
    const { content } = await merged({
      path: 'a.js',
      base,
      ours: base.replace('{ a }', '{ a, b }').replace('end();', 'end();\nb();'),
      theirs: `import { a, c } from 'a';\n\na();\nfunction start() {\n  const { Stream } = c();\n  new Stream();\n}\nend();\n`,
    });
    expect(content.split('\n')[0]).toBe("import { a, b, c } from 'a';");
  });

  test('is kept where the other side brings a further use', async () => {
    const { content } = await merged({
      path: 'a.js',
      base,
      ours: base.replace('{ a }', '{ a, b }').replace('end();', 'end();\nb(new Stream());'),
      theirs: `import { a, c } from 'a';\n${run('c', 'a', 'new Stream', 'end')}`,
    });
    expect(content).toContain("import { Stream } from './stream';");
  });
});

describe('further places of imports', () => {
  test('one module that both sides begin to pass on, whole and name by name, is a conflict', async () => {
    const result = await conflict({
      path: 'src/index.ts',
      base: undefined,
      ours: lines("export * from './Sidebar';"),
      theirs: lines("export { Sidebar } from './Sidebar';"),
    });
    expect(result.hunks[0]?.theirs.text).toBe(lines("export { Sidebar } from './Sidebar';"));
  });

  test('a side that passes a module on in both ways has said what it wants', async () => {
    const result = await merged({
      path: 'src/index.ts',
      base: undefined,
      ours: lines("export * from './a';"),
      theirs: lines("export * from './a';", "export { default as A } from './a';"),
    });
    expect(result.content).toBe(lines("export * from './a';", "export { default as A } from './a';"));
  });

  test('imports that both sides add below other code are kept', async () => {
    const file = (imports: readonly string[], ...names: string[]): string =>
      lines("import a from 'a';", '', 'const sizes = [1, 2];', '', "import z from 'z';", ...imports) +
      run('a', 'z', ...names);
    const result = await merged({
      path: 'a.ts',
      base: file([], 'end'),
      ours: file(["import { b } from 'b';", 'import {', '  c,', "} from 'c';"], 'end', 'b', 'c'),
      theirs: file(["import { d } from 'd';"], 'd', 'end'),
    });
    expect(result.content.match(/from '.'/g)).toEqual(["from 'a'", "from 'z'", "from 'b'", "from 'c'", "from 'd'"]);
  });
});
