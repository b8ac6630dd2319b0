import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

const use = (...names: string[]): string => `\n${names.map((name) => `${name}();\n`).join('')}`;

describe('imports', () => {
  test.each([
    {
      name: 'names that both sides add to one import',
      base: `${lines("import { a } from 'x';")}${use('a')}`,
      ours: `${lines("import { a, b } from 'x';")}${use('a')}b();\n`,
      theirs: `${lines("import { a, c } from 'x';")}\nc();\n${use('a').slice(1)}`,
      imports: ["import { a, b, c } from 'x';"],
    },
    {
      name: 'modules that both sides add',
      base: `${lines("import a from 'a';")}${use('a')}`,
      ours: `${lines("import a from 'a';", "import b from 'b';")}${use('a')}b();\n`,
      theirs: `${lines("import a from 'a';", "import c from 'c';")}\nc();\n${use('a').slice(1)}`,
      imports: ["import a from 'a';", "import b from 'b';", "import c from 'c';"],
    },
    {
      name: 'a default here and names there',
      base: `${lines("import { a } from 'x';")}${use('a')}`,
      ours: `${lines("import x, { a } from 'x';")}${use('a')}x();\n`,
      theirs: `${lines("import { a, c } from 'x';")}\nc();\n${use('a').slice(1)}`,
      imports: ["import x, { a, c } from 'x';"],
    },
    {
      name: 'an import for its effects keeps its place',
      base: `${lines("import './setup';", "import a from 'a';")}${use('a')}`,
      ours: `${lines("import './setup';", "import b from 'b';", "import a from 'a';")}${use('a')}b();\n`,
      theirs: `${lines("import './setup';", "import './style';", "import a from 'a';")}${use('a')}`,
      imports: ["import './setup';", "import b from 'b';", "import './style';", "import a from 'a';"],
    },
    {
      name: 'sorted imports stay sorted',
      base: `${lines("import a from 'a';", "import d from 'd';", "import m from 'm';", "import z from 'z';")}${use('a', 'd', 'm', 'z')}`,
      ours: `${lines("import a from 'a';", "import d from 'd';", "import m from 'm';", "import y from 'y';", "import z from 'z';")}${use('a', 'd', 'm', 'z')}y();\n`,
      theirs: `${lines("import a from 'a';", "import d from 'd';", "import m from 'm';", "import n from 'n';", "import z from 'z';")}\nn();\n${use('a', 'd', 'm', 'z').slice(1)}`,
      imports: ['a', 'd', 'm', 'n', 'y', 'z'].map((name) => `import ${name} from '${name}';`),
    },
    {
      name: 'require in the same way',
      base: `${lines("const { a } = require('x');")}${use('a')}`,
      ours: `${lines("const { a, b } = require('x');")}${use('a')}b();\n`,
      theirs: `${lines("const { a, c: d } = require('x');", "const e = require('e');")}\nd(e);\n${use('a').slice(1)}`,
      imports: ["const { a, b, c: d } = require('x');", "const e = require('e');"],
    },
  ])('$name', async ({ base, ours, theirs, imports }) => {
    const result = await merged({ path: 'src/file.js', base, ours, theirs });
    expect(result.content.split('\n\n')[0]?.split('\n')).toEqual(imports);
    expect(result.resolutions.map(({ rule }) => rule)).toContain('imports');
  });

  test('a broken list stays broken, with its commas', async () => {
    const list = (...names: string[]): string =>
      lines('import {', ...names.map((name) => `  ${name},`), "} from './long';");
    const result = await merged({
      path: 'a.ts',
      base: list('alpha', 'beta') + use('alpha', 'beta'),
      ours: list('alpha', 'beta', 'ours') + use('alpha', 'beta', 'ours'),
      theirs: `${list('alpha', 'beta', 'theirs')}\ntheirs();\n${use('alpha', 'beta').slice(1)}`,
    });
    expect(result.content.split('\n\n')[0]).toBe(list('alpha', 'beta', 'ours', 'theirs').trimEnd());
  });

  test('a type import that one side makes a value import serves both', async () => {
    const result = await merged({
      path: 'a.ts',
      base: `${lines("import { a } from 'x';")}${use('a')}`,
      ours: `${lines("import { a, type B } from 'x';")}${use('a')}export type C = B;\n`,
      theirs: `${lines("import { a, B } from 'x';")}\nnew B();\n${use('a').slice(1)}`,
    });
    expect(result.content.split('\n')[0]).toBe("import { a, B } from 'x';");
  });

  test('a name that ours no longer needs is kept when theirs uses it anew', async () => {
    const result = await merged({
      path: 'a.js',
      base: lines("import { a, b } from 'x';", "import c from 'c';", '', 'a(b);', 'c();', 'end();'),
      ours: lines("import { a } from 'x';", "import c from 'c';", '', 'a();', 'c();', 'end();'),
      theirs: lines("import { a, b } from 'x';", "import d from 'c';", '', 'a(b);', 'd();', 'end();', 'more(b);'),
    });
    expect(result.content).toBe(
      lines("import { a, b } from 'x';", "import d from 'c';", '', 'a();', 'd();', 'end();', 'more(b);'),
    );
    expect(result.resolutions).toContainEqual({
      rule: 'imports',
      where: 'import x',
      reason: 'Kept b: one side removed it and the other still uses it',
      trait: 'kept',
      confidence: 'likely',
    });
  });

  test('comments among imports stay', async () => {
    const result = await merged({
      path: 'a.js',
      base: `${lines('// tools', "import a from 'a'; // the first")}${use('a')}`,
      ours: `${lines('// tools', "import a from 'a'; // the first", '// ours', "import b from 'b';")}${use('a', 'b')}`,
      theirs: `${lines('// tools', "import a from 'a'; // the first", "import c from 'c';")}\nc();\n${use('a').slice(1)}`,
    });
    expect(result.content.split('\n\n')[0]).toBe(
      lines(
        '// tools',
        "import a from 'a'; // the first",
        '// ours',
        "import b from 'b';",
        "import c from 'c';",
      ).trimEnd(),
    );
  });

  test('one name from two modules is a conflict', async () => {
    const result = await conflict({
      path: 'a.js',
      base: `${lines("import a from 'a';")}${use('a')}`,
      ours: `${lines("import a from 'a';", "import x from 'ours';")}${use('a', 'x')}`,
      theirs: `${lines("import a from 'a';", "import x from 'theirs';")}${use('a', 'x')}`,
    });
    expect(result.hunks[0]?.ours).toEqual({ line: 2, text: lines("import x from 'ours';") });
  });

  test('places below the imports count as the whole files do', async () => {
    const result = await conflict({
      path: 'a.js',
      base: lines("import a from 'a';", '', 'a();', 'tail(1);'),
      ours: lines("import a from 'a';", "import b from 'b';", '', 'a();', 'tail(2);', 'b();'),
      theirs: lines("import a from 'a';", "import c from 'c';", "import d from 'd';", '', 'a();', 'tail(3);', 'c(d);'),
    });
    expect(result.hunks).toEqual([
      {
        where: 'line 5-6',
        base: { line: 4, text: lines('tail(1);') },
        ours: { line: 5, text: lines('tail(2);', 'b();') },
        theirs: { line: 6, text: lines('tail(3);', 'c(d);') },
      },
    ]);
  });
});

describe('imports that move', () => {
  const use = (...names: string[]): string => `\n${names.map((name) => `${name}();\n`).join('')}`;

  test('a name added to a module comes from where the other side moved that module', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import { dirname, resolve } from 'path';${use('dirname', 'resolve')}`,
      ours: `import { basename, dirname, resolve } from 'path';${use('dirname', 'resolve', 'basename')}`,
      theirs: `import { dirname, resolve } from 'pathe';${use('dirname', 'resolve')}`,
    });
    expect(content.split('\n')[0]).toBe("import { basename, dirname, resolve } from 'pathe';");
  });

  test('the order that one side gives the names is kept', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import { c, b, a } from './x';${use('a', 'b', 'c')}`,
      ours: `import { c, a } from './x';${use('a', 'c')}`,
      theirs: `import { a, b, c } from './x';${use('a', 'b', 'c')}`,
    });
    expect(content.split('\n')[0]).toBe("import { a, c } from './x';");
  });

  test('a side that puts statements and names into another order decides both', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import { z } from './z';\nimport { gone, c, b } from './x';${use('z', 'b', 'c', 'gone')}`,
      ours: `import { z } from './z';\nimport { c, b } from './x';${use('z', 'b', 'c')}`,
      theirs: `import { b, c, gone } from './x';\nimport { z } from './z';${use('z', 'b', 'c', 'gone')}`,
    });
    expect(content.split('\n').slice(0, 2)).toEqual(["import { b, c } from './x';", "import { z } from './z';"]);
  });

  test('an import is put behind its neighbour whose module has another name by now', async () => {
    const block = (end: string, ...write: string[]): string =>
      lines("import { z } from 'z';", `import { run } from './run${end}';`, ...write, `import { a } from './a${end}';`);
    const { content } = await merged({
      path: 'a.ts',
      base: `${block('')}${use('z', 'run', 'a')}`,
      ours: `${block('.ts')}${use('z', 'run', 'a')}`,
      theirs: `${block('', "import { write } from 'write';")}${use('z', 'run', 'a', 'write')}`,
    });
    expect(content).toBe(`${block('.ts', "import { write } from 'write';")}${use('z', 'run', 'a', 'write')}`);
  });

  test('an import goes among modules that begin alike only where its own version has it there', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import { a } from '@s/a';\nimport { b } from '@s/b';\nimport { run } from './run';${use('a', 'b', 'run')}`,
      ours: `import { a } from '@s/a';\nimport { b } from '@s/b';\nimport { go as run } from './run';${use('a', 'b', 'run')}`,
      theirs: `import { a } from '@s/a';\nimport { b } from '@s/b';\nimport { run } from './run';\nimport { c } from '@s/c';${use('a', 'b', 'run', 'c')}`,
    });
    expect(content.match(/from '.*'/g)).toEqual(["from '@s/a'", "from '@s/b'", "from './run'", "from '@s/c'"]);
  });

  test('a statement that goes to another module stays where its own version left it out of order', async () => {
    const block = (editor: string, end: string): string =>
      lines("import { p } from '@s/p';", `import { e } from '${editor}';`, `import { a } from './a${end}';`);
    const { content } = await merged({
      path: 'a.ts',
      base: `${block('editor', '')}${use('p', 'e', 'a')}`,
      ours: `${block('editor', '.ts')}${use('p', 'e', 'a')}`,
      theirs: `${block('@i/editor', '')}${use('p', 'e', 'a')}`,
    });
    expect(content).toBe(`${block('@i/editor', '.ts')}${use('p', 'e', 'a')}`);
  });

  test('what a script requires in the way of TypeScript is an import as well', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: `import fs from 'fs';\nimport semver from 'semver';${use('fs', 'semver')}`,
      ours: `import fs from 'fs';\nimport semver from 'semver';\nimport { a } from './a';${use('fs', 'semver', 'a')}`,
      theirs: `import * as fs from 'fs';\nimport semver = require('semver');${use('fs', 'semver')}`,
    });
    expect(content.split('\n').slice(0, 3)).toEqual([
      "import * as fs from 'fs';",
      "import semver = require('semver');",
      "import { a } from './a';",
    ]);
  });

  test('a list that is in order by three of four neighbours alone is not taken for sorted', async () => {
    const block = (...modules: string[]): string => modules.map((name) => `import ${name} from '${name}';\n`).join('');
    const { content } = await merged({
      path: 'a.js',
      base: `${block('b', 'd', 'f', 'h', 'c')}${use('b', 'c', 'd', 'f', 'h')}`,
      ours: `${block('b', 'd', 'f', 'h', 'c', 'z')}${use('z', 'b', 'c', 'd', 'f', 'h')}`,
      theirs: `${block('b', 'd', 'f', 'h', 'c', 'e')}${use('b', 'c', 'd', 'f', 'h', 'e')}`,
    });
    expect(content).toMatch(/^(?:import . from '.';\n){5}import z from 'z';\nimport e from 'e';\n/);
  });

  test('a statement that goes to another module goes where the list is sorted', async () => {
    const block = (...modules: string[]): string =>
      modules.map((from) => `import { ${from.replace('-moved', '')} } from './${from}'\n`).join('');
    const body = (...names: string[]): string => use('a', 'b', 'y', 'z', ...names);
    const { content } = await merged({
      path: 'a.ts',
      base: `${block('a', 'b', 'y', 'z')}${body()}`,
      ours: `${block('a', 'b', 'c', 'd', 'y', 'z')}${body('c', 'd')}`,
      theirs: `${block('a', 'b', 'y', 'z').replace("{ b } from './b'", "{ b } from './m'")}${body()}`,
    });
    expect(content.match(/'\.\/\w+'/g)).toEqual(["'./a'", "'./c'", "'./d'", "'./m'", "'./y'", "'./z'"]);
  });
});

describe('barrels', () => {
  test('re-exports that both sides add are kept', async () => {
    const base = lines("export * from './a';", "export { b } from './b';");
    const result = await merged({
      path: 'src/index.ts',
      base,
      ours: `${base}export * from './ours';\n`,
      theirs: `${base}export { theirs } from './theirs';\n`,
    });
    expect(result.content).toBe(`${base}export * from './ours';\nexport { theirs } from './theirs';\n`);
  });

  test('a sorted barrel stays sorted', async () => {
    const barrel = (...names: string[]): string => lines(...names.map((name) => `export * from './${name}';`));
    const result = await merged({
      path: 'src/index.ts',
      base: barrel('a', 'c', 'e', 'g'),
      ours: barrel('a', 'c', 'e', 'f', 'g'),
      theirs: barrel('a', 'b', 'c', 'e', 'ee', 'g'),
    });
    expect(result.content).toBe(barrel('a', 'b', 'c', 'e', 'ee', 'f', 'g'));
  });

  test('names of one re-export are merged', async () => {
    const result = await merged({
      path: 'src/index.ts',
      base: lines("export { a } from './a';"),
      ours: lines("export { a, b } from './a';"),
      theirs: lines("export { a, type C } from './a';"),
    });
    expect(result.content).toBe(lines("export { a, b, type C } from './a';"));
  });

  test('an index that both sides add is the union of both', async () => {
    const result = await merged({
      path: 'src/index.ts',
      base: undefined,
      ours: lines("export * from './a';"),
      theirs: lines("export * from './b';"),
    });
    expect(result.content).toBe(lines("export * from './a';", "export * from './b';"));
  });
});
