import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

describe('JSON by key', () => {
  test('keys that both sides add are kept, in order', async () => {
    const result = await merged({
      path: 'config.json',
      base: json({ one: 1, two: 2 }),
      ours: json({ one: 1, two: 2, ours: 3 }),
      theirs: json({ one: 1, two: 2, theirs: 4 }),
    });
    expect(result.content).toBe(json({ one: 1, two: 2, ours: 3, theirs: 4 }));
    expect(result.resolutions).toEqual([]);
  });

  test('a sorted map stays sorted', async () => {
    const result = await merged({
      path: 'package.json',
      base: json({ dependencies: { ajv: '1', chalk: '1', execa: '1', zod: '1' } }),
      ours: json({ dependencies: { ajv: '1', chalk: '1', execa: '1', yargs: '1', zod: '1' } }),
      theirs: json({ dependencies: { ajv: '1', chalk: '1', execa: '1', yaml: '1', zod: '1' } }),
    });
    expect(result.content).toBe(
      json({ dependencies: { ajv: '1', chalk: '1', execa: '1', yaml: '1', yargs: '1', zod: '1' } }),
    );
  });

  test('a removed key stays removed while its neighbours change', async () => {
    const result = await merged({
      path: 'config.json',
      base: json({ a: 1, b: 2, c: 3 }),
      ours: json({ a: 1, c: 3 }),
      theirs: json({ a: 9, b: 2, c: 3 }),
    });
    expect(result.content).toBe(json({ a: 9, c: 3 }));
  });

  test('nested maps are merged within', async () => {
    const result = await merged({
      path: 'config.json',
      base: json({ a: { x: 1 }, b: 1 }),
      ours: json({ a: { x: 1, y: 2 }, b: 1 }),
      theirs: json({ a: { x: 5 }, b: 1 }),
    });
    expect(result.content).toBe(json({ a: { x: 5, y: 2 }, b: 1 }));
  });

  test('lists of scalars are sets', async () => {
    const result = await merged({
      path: 'config.json',
      base: json({ files: ['dist', 'bin'] }),
      ours: json({ files: ['dist', 'bin', 'docs'] }),
      theirs: json({ files: ['dist', 'man'] }),
    });
    expect(result.content).toBe(json({ files: ['dist', 'docs', 'man'] }));
    expect(result.resolutions).toEqual([
      {
        rule: 'json',
        where: 'files',
        reason: 'Both sides changed the list; the items that either added are kept',
        confidence: 'likely',
      },
    ]);
  });

  test('lists of named items are merged item by item', async () => {
    const result = await merged({
      path: 'config.json',
      base: json([
        { name: 'a', port: 1 },
        { name: 'b', port: 2 },
      ]),
      ours: json([
        { name: 'a', port: 9 },
        { name: 'b', port: 2 },
        { name: 'c', port: 3 },
      ]),
      theirs: json([
        { name: 'a', port: 1, tls: true },
        { name: 'b', port: 2 },
      ]),
    });
    expect(result.content).toBe(
      json([
        { name: 'a', port: 9, tls: true },
        { name: 'b', port: 2 },
        { name: 'c', port: 3 },
      ]),
    );
  });

  test('other lists are merged by order', async () => {
    const result = await merged({
      path: 'config.json',
      base: json([[1], [2], [3]]),
      ours: json([[1, 1], [2], [3]]),
      theirs: json([[1], [2], [3, 3]]),
    });
    expect(JSON.parse(result.content)).toEqual([[1, 1], [2], [3, 3]]);
  });

  test('tabs, CRLF and a missing final line end are kept', async () => {
    const write = (value: unknown): string => JSON.stringify(value, undefined, '\t').replaceAll('\n', '\r\n');
    const result = await merged({
      path: 'config.json',
      base: write({ a: 1 }),
      ours: write({ a: 1, b: 2 }),
      theirs: write({ a: 1, c: 3 }),
    });
    expect(result.content).toBe(write({ a: 1, b: 2, c: 3 }));
  });

  test('a map on one line stays on one line', async () => {
    const result = await merged({
      path: 'config.json',
      base: '{ "a": 1 }\n',
      ours: '{ "a": 1, "b": 2 }\n',
      theirs: '{ "a": 1, "c": 3 }\n',
    });
    expect(result.content).toBe('{ "a": 1, "b": 2, "c": 3 }\n');
  });

  test('an empty map takes the form of the side that fills it', async () => {
    const result = await merged({
      path: 'config.json',
      base: '{\n  "a": {}\n}\n',
      ours: '{\n  "a": {},\n  "b": 1\n}\n',
      theirs: '{\n  "a": {\n    "x": 1\n  },\n  "c": 1\n}\n',
    });
    expect(result.content).toBe('{\n  "a": {\n    "x": 1\n  },\n  "b": 1,\n  "c": 1\n}\n');
  });

  test('a new order that one side gives the keys is kept', async () => {
    const result = await merged({
      path: 'config.json',
      base: '{"b": 1, "a": 2}\n',
      ours: '{"b": 1, "a": 3}\n',
      theirs: '{"a": 2, "b": 1}\n',
    });
    expect(result.content).toBe('{"a": 3, "b": 1}\n');
  });
});

describe('JSON with comments', () => {
  const base = lines(
    '{',
    '  // who we are',
    '  "name": "x", // short',
    '  "list": [',
    '    1, // one, the first',
    '  ],',
    '}',
  );

  test('comments stay with their entries, and the trailing comma stays', async () => {
    const result = await merged({
      path: 'tsconfig.json',
      base,
      ours: base.replace('  "list"', '  // added here\n  "ours": 1,\n  "list"'),
      theirs: base.replace('  "list"', '  /* added there */\n  "theirs": 2, // why\n  "list"'),
    });
    expect(result.content).toBe(
      lines(
        '{',
        '  // who we are',
        '  "name": "x", // short',
        '  // added here',
        '  "ours": 1,',
        '  /* added there */',
        '  "theirs": 2, // why',
        '  "list": [',
        '    1, // one, the first',
        '  ],',
        '}',
      ),
    );
  });

  test('a changed comment and a changed value of one entry are both kept', async () => {
    const result = await merged({
      path: 'tsconfig.json',
      base,
      ours: base.replace('// short', '// the short name'),
      theirs: base.replace('"x"', '"y"'),
    });
    expect(result.content).toContain('"name": "y", // the short name');
  });
});

describe('JSON conflicts', () => {
  test('two new values of one key', async () => {
    const result = await conflict({
      path: 'config.json',
      base: json({ a: { port: 1 }, b: 1 }),
      ours: json({ a: { port: 2 }, b: 1, c: 1 }),
      theirs: json({ a: { port: 3 }, b: 1 }),
    });
    expect(result.hunks).toEqual([
      {
        where: 'a.port',
        base: { line: 3, text: '1' },
        ours: { line: 3, text: '2' },
        theirs: { line: 3, text: '3' },
      },
    ]);
    expect(result.partial).toBe(json({ a: { port: 1 }, b: 1, c: 1 }));
  });

  test('a key removed here and changed there', async () => {
    const result = await conflict({
      path: 'config.json',
      base: json({ a: 1, b: 2 }),
      ours: json({ a: 1 }),
      theirs: json({ a: 1, b: 3 }),
    });
    expect(result.hunks[0]).toEqual({
      where: 'b',
      base: { line: 3, text: '  "b": 2' },
      ours: { line: 1, text: '' },
      theirs: { line: 3, text: '  "b": 3' },
    });
  });

  test('a key with two values that both sides add has no partial text', async () => {
    const result = await conflict({ path: 'a.json', base: undefined, ours: json({ a: 1 }), theirs: json({ a: 2 }) });
    expect(result.partial).toBeUndefined();
    expect(result.hunks[0]?.where).toBe('a');
  });

  test('a merge by lines that would repeat a key is not taken', async () => {
    const filler = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`k${index}`, index]));
    const result = await conflict({
      path: 'config.json',
      base: json(filler),
      ours: json({ added: 1, ...filler }),
      theirs: json({ ...filler, added: 2 }),
    });
    expect(result.hunks[0]?.where).toBe('added');
  });

  test('a side that is no JSON', async () => {
    const result = await conflict({
      path: 'config.json',
      base: json({ a: 1, b: 1, c: 1, d: 1 }),
      ours: json({ a: 2, b: 1, c: 1, d: 1 }),
      theirs: lines('{', '  "a": 1,', '  "b": 1,', '  "c": 1,', '  "d": }'),
    });
    expect(result.reason).toBe('A side is not well-formed, so that no merge of it can be checked');
  });
});
