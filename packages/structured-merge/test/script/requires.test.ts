import { describe, expect, test } from '@jest/globals';
import { mergeContents } from '@cdev/structured-merge';
import { lines, merged } from '../merge.ts';

const call = (...names: string[]): string => lines('', ...names.map((name) => `${name}();`));

/** What stands above the first empty line. */
const head = (content: string): string[] | undefined => content.trimEnd().split('\n\n')[0]?.split('\n');

describe('what is read out of modules', () => {
  const block = (...names: string[]): string =>
    lines(
      "const errors = require('./errors');",
      'const { BadInput } = errors;',
      "const debug = require('debug')('app');",
      `const { ${names.join(', ')} } = require('./use');`,
    );

  test('does not end the imports', async () => {
    const { content } = await merged({
      path: 'a.js',
      base: block('a', 'b', 'c') + call('a', 'b', 'c', 'debug', 'BadInput'),
      ours: block('c') + call('c', 'debug', 'BadInput'),
      theirs: block('a', 'd', 'c') + call('a', 'c', 'debug', 'BadInput', 'd'),
    });
    expect(head(content)).toEqual(head(block('d', 'c')));
  });

  test('stays as it is written where one side changed it', async () => {
    const { content } = await merged({
      path: 'a.js',
      base: block('a') + call('a', 'debug', 'BadInput'),
      ours:
        block('a', 'b').replace('{ BadInput }', '{ BadInput, BadState }') +
        call('a', 'debug', 'BadInput', 'BadState', 'b'),
      theirs: block('a', 'c') + call('c', 'a', 'debug', 'BadInput'),
    });
    expect(head(content)).toEqual(head(block('a', 'b', 'c').replace('{ BadInput }', '{ BadInput, BadState }')));
  });

  test('is no matter of names where it would come before its module', async () => {
    const [z, y, a, w] = ['z', 'y', 'a', 'w'].map((name) => `const ${name} = require('./${name}');`) as [
      string,
      string,
      string,
      string,
    ];
    const input = {
      path: 'a.js',
      base: lines(a, z, y) + call('a', 'z', 'y'),
      ours: lines(z, y, a) + call('a', 'z', 'y'),
      theirs: lines(a, z, 'const { A } = a;', y, w) + call('a', 'z', 'y', 'A', 'w'),
    };
    const { resolutions } = await mergeContents(input);
    expect(resolutions.map(({ rule }) => rule)).not.toContain('imports');
    const without = { ...input, theirs: input.theirs.replace('const { A } = a;', "const { A } = require('./A');") };
    expect((await mergeContents(without)).resolutions.map(({ rule }) => rule)).toContain('imports');
  });
});

describe('a member of a module', () => {
  const base = lines("const path = require('path');", "const find = require('./find');") + call('find', 'path');
  const member = base.replace("require('./find')", "require('./find.js').find");
  const list = base.replace("find = require('./find')", "{ find } = require('./find.js')");

  test.each([
    { name: 'ours in braces', ours: list, theirs: member },
    { name: 'theirs in braces', ours: member, theirs: list },
  ])('is written in braces where a side does: $name', async ({ ours, theirs }) => {
    expect((await merged({ path: 'a.js', base, ours, theirs })).content).toBe(list);
  });

  test('takes the change that one side made to it', async () => {
    const { content } = await merged({
      path: 'a.js',
      base: list,
      ours: member,
      theirs:
        list.replace("const path = require('path');", "const path = require('path');\nconst os = require('os');") +
        'os();\n',
    });
    expect(content.split('\n').slice(0, 3)).toEqual([
      "const path = require('path');",
      "const os = require('os');",
      "const find = require('./find.js').find;",
    ]);
  });
});

test('modules of the language that one side brings get the prefix that the other gave to all of them', async () => {
  const base = lines("const os = require('os');", "const fs = require('fs-extra');", "const path = require('path');");
  const body = call('os', 'fs', 'path');
  const { content } = await merged({
    path: 'a.js',
    base: base + body,
    ours: base.replace("'os'", "'node:os'").replace("'path'", "'node:path'") + body,
    theirs: base.replace("'fs-extra');", "'fs');\nconst fsP = require('fs/promises');") + `${body}fsP();\n`,
  });
  expect(head(content)).toEqual([
    "const os = require('node:os');",
    "const fs = require('node:fs');",
    "const fsP = require('node:fs/promises');",
    "const path = require('node:path');",
  ]);
});

test('a side that leaves a module without the prefix sets no example', async () => {
  const base = lines("const os = require('os');", "const path = require('path');");
  const body = call('os', 'path');
  const { content } = await merged({
    path: 'a.js',
    base: base + body,
    ours: base.replace("'os'", "'node:os'") + body,
    theirs: `${base}const fs = require('fs');\n${body}fs();\n`,
  });
  expect(head(content)).toContain("const fs = require('fs');");
});
