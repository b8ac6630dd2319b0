import { describe, expect, test } from '@jest/globals';
import { brokenNames } from '@cdev/structured-merge';
import { conflict, lines, merged } from '../merge.ts';

interface Case {
  readonly name: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly content: string;
}

describe('members that both sides add', () => {
  const cases: readonly Case[] = [
    {
      name: 'to an object',
      base: lines('const a = {', '  one: 1,', '};'),
      ours: lines('const a = {', '  one: 1,', '  // ours', '  two: 2,', '};'),
      theirs: lines('const a = {', '  one: 1,', '  three: 3, // theirs', '};'),
      content: lines('const a = {', '  one: 1,', '  // ours', '  two: 2,', '  three: 3, // theirs', '};'),
    },
    {
      name: 'to an object without a last comma',
      base: lines('const a = {', '  one: 1', '};'),
      ours: lines('const a = {', '  one: 1,', '  two: 2', '};'),
      theirs: lines('const a = {', '  one: 1,', '  three: 3', '};'),
      content: lines('const a = {', '  one: 1,', '  two: 2,', '  three: 3', '};'),
    },
    {
      name: 'to an interface',
      base: lines('interface A {', '  one: 1;', '}'),
      ours: lines('interface A {', '  one: 1;', '  two: 2;', '}'),
      theirs: lines('interface A {', '  one: 1;', '  three: 3;', '}'),
      content: lines('interface A {', '  one: 1;', '  two: 2;', '  three: 3;', '}'),
    },
    {
      name: 'to an enum',
      base: lines('enum A {', '  One,', '}'),
      ours: lines('enum A {', '  One,', '  Two,', '}'),
      theirs: lines('enum A {', '  One,', '  Three,', '}'),
      content: lines('enum A {', '  One,', '  Two,', '  Three,', '}'),
    },
    {
      name: 'to a union',
      base: lines('type A =', "  | 'one'", "  | 'zero';"),
      ours: lines('type A =', "  | 'one'", "  | 'two'", "  | 'zero';"),
      theirs: lines('type A =', "  | 'one'", "  | 'three'", "  | 'zero';"),
      content: lines('type A =', "  | 'one'", "  | 'two'", "  | 'three'", "  | 'zero';"),
    },
    {
      name: 'to a list',
      base: lines('const a = [', "  'one',", '];'),
      ours: lines('const a = [', "  'one',", "  'two',", '];'),
      theirs: lines('const a = [', "  'one',", "  'three',", '];'),
      content: lines('const a = [', "  'one',", "  'two',", "  'three',", '];'),
    },
    {
      name: 'to a module, as functions',
      base: lines('export const a = 1;'),
      ours: lines('export const a = 1;', '', 'export function ours() {', '  return a;', '}'),
      theirs: lines('export const a = 1;', '', 'export function theirs() {', '  return 2;', '}'),
      content: lines(
        'export const a = 1;',
        '',
        'export function ours() {',
        '  return a;',
        '}',
        '',
        'export function theirs() {',
        '  return 2;',
        '}',
      ),
    },
  ];
  test.each(cases)('$name', async ({ base, ours, theirs, content }) => {
    const result = await merged({ path: 'a.ts', base, ours, theirs });
    expect(result.content).toBe(content);
  });

  test('are a conflict when they have the same key', async () => {
    const base = lines('const a = {', '  one: 1,', '};');
    const result = await conflict({
      path: 'a.ts',
      base,
      ours: base.replace('};', '  two: 2,\n};'),
      theirs: base.replace('};', '  two: 3,\n};'),
    });
    expect(result.hunks).toHaveLength(1);
  });

  test('are a conflict when they are statements, which run in their order', async () => {
    const result = await conflict({
      path: 'a.ts',
      base: lines('start();'),
      ours: lines('start();', 'ours();'),
      theirs: lines('start();', 'theirs();'),
    });
    expect(result.hunks).toHaveLength(1);
  });
});

describe('blocks that stand by themselves', () => {
  const suite = (...tests: string[]): string => lines("describe('a', () => {", ...tests, '});');
  const testOf = (title: string): string[] => [
    `  it('${title}', () => {`,
    `    expect(run('${title}')).toBe(1);`,
    '  });',
    '',
  ];

  test('tests that both sides add at one place are both kept, whole', async () => {
    const first = testOf('starts');
    const { content } = await merged({
      path: 'a.test.ts',
      base: suite(...first),
      ours: suite(...first, ...testOf('stops')),
      theirs: suite(...first, ...testOf('waits')),
    });
    for (const title of ['starts', 'stops', 'waits']) expect(content).toContain(testOf(title).slice(0, 3).join('\n'));
  });

  test('two tests of one title are a conflict', async () => {
    const other = testOf('stops').map((line) => line.replace('toBe(1)', 'toBe(2)'));
    const { hunks } = await conflict({
      path: 'a.test.ts',
      base: suite(...testOf('starts')),
      ours: suite(...testOf('starts'), ...testOf('stops')),
      theirs: suite(...testOf('starts'), ...other),
    });
    expect(hunks).toHaveLength(1);
  });

  const choice = (...cases: string[]): string =>
    lines(
      'export function f(x) {',
      '  switch (x) {',
      "    case 'a':",
      '      return 1;',
      ...cases,
      '    default:',
      '      return 0;',
      '  }',
      '}',
    );

  test('cases that return are both kept', async () => {
    const { content } = await merged({
      path: 'a.ts',
      base: choice(),
      ours: choice("    case 'b':", '      return 2;'),
      theirs: choice("    case 'c':", '      return 3;'),
    });
    expect(content).toBe(choice("    case 'b':", '      return 2;', "    case 'c':", '      return 3;'));
  });

  test('entries that both sides add to a sorted list stay sorted', async () => {
    const rules = (...own: string[]): string =>
      lines('export default {', "  'a-first': 1,", "  'b-second': 1,", ...own, "  'y-last': 1,", "  'z-end': 1,", '};');
    const { content } = await merged({
      path: 'rules.js',
      base: rules(),
      ours: rules("  'p-ours': 1,"),
      theirs: rules("  'm-theirs': 1,"),
    });
    expect(content).toBe(rules("  'm-theirs': 1,", "  'p-ours': 1,"));
  });
});

describe('a script', () => {
  test('quotes, semicolons and trailing commas are format', async () => {
    const result = await merged({
      path: 'a.ts',
      base: lines("call('a', [", "  'b'", ']);'),
      ours: lines('call("a", [', '  "b",', ']);'),
      theirs: lines("call('a', [", "  'c'", '])'),
    });
    expect(result.content).toBe(lines('call("a", [', '  "c",', '])'));
  });

  test('white space within a string is no format', async () => {
    const result = await conflict({
      path: 'a.ts',
      base: lines("const a = 'x';"),
      ours: lines("const a = 'one two';"),
      theirs: lines("const a = 'one  two';"),
    });
    expect(result.hunks).toHaveLength(1);
  });

  test('JSX and TypeScript are merged by their tokens', async () => {
    const result = await merged({
      path: 'a.tsx',
      base: lines('export const A = (p: Props) => <Row gap={1}>', '  <Cell />', '</Row>;'),
      ours: lines('export const A = (p: Props) => <Row gap={2}>', '  <Cell />', '</Row>;'),
      theirs: lines('export const A = (p: Props) => <Row gap={1}>', '  <Cell wide />', '</Row>;'),
    });
    expect(result.content).toBe(lines('export const A = (p: Props) => <Row gap={2}>', '  <Cell wide />', '</Row>;'));
  });

  test('a name that one side renames and the other uses anew is a conflict, although no line is', async () => {
    const base = lines('const total = 1;', 'show(total);', '', 'one();', 'two();', 'three();');
    const input = {
      path: 'a.ts',
      base,
      ours: base.replaceAll('total', 'sum'),
      theirs: base.replace('three();', 'three();\nsave(total);'),
    };
    const result = await conflict(input);
    expect(result).toEqual({
      kind: 'conflict',
      hunks: [],
      resolutions: [],
      reason: 'The merged text is well-formed, but total is used and nothing declares it any more',
    });
  });

  test('a name that both sides declare at different places is a conflict', async () => {
    const base = lines('one();', 'two();', 'three();', 'four();');
    const result = await conflict({
      path: 'a.ts',
      base,
      ours: `const limit = 1;\n${base}`,
      theirs: `${base}const limit = 2;\n`,
    });
    expect(result.reason).toMatch(/limit.*already been declared/);
  });

  test('a merge that does not parse is a conflict with the hunks as they are', async () => {
    const base = lines('if (a) {', '  one();', '}', 'two();', 'three();');
    const result = await conflict({
      path: 'a.ts',
      base,
      ours: lines('if (a) {', '  one();', '  if (b) {', '}', 'two();', '}', 'three();'),
      theirs: lines('if (a) {', '  one();', '} else {', 'two();', '}', 'three();'),
    });
    expect(result.kind).toBe('conflict');
  });

  test('a text that nothing can parse is not decided on', async () => {
    const base = lines('let let = ;', 'a(1);');
    const result = await conflict({
      path: 'a.ts',
      base,
      ours: lines('let let = ;', 'a(1, 2);'),
      theirs: lines('let let = ;', 'a(1); // why'),
    });
    expect(result.reason).toBe('A side is not well-formed, so that no merge of it can be checked');
  });
});

describe('brokenNames', () => {
  test.each([
    ['nothing', 'const a = 1; a;', 'const a = 1; a; b;', 'const a = 1; a; b;', undefined],
    ['a lost declaration', 'const a = 1; a;', 'a1;', 'a;', 'a is used and nothing declares it any more'],
    ['a global stays a global', 'window.x;', 'document.y;', 'window.x; document.y;', undefined],
    ['a parameter is declared', 'f((x) => x);', 'g();', 'f((x) => x); g();', undefined],
    ['a property is no name', 'const a = 1; a;', 'b.a;', 'b.a;', undefined],
    ['types are names', 'type A = 1; let x: A;', '', 'let x: A;', 'A is used and nothing declares it any more'],
  ])('finds %s', (_, ours, theirs, both, expected) => {
    expect(brokenNames('a.ts', { ours, theirs, merged: both })).toBe(expected);
  });
});
