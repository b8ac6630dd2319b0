import { describe, expect, test } from '@jest/globals';
import { createFieldReader, describeProblem, readDocument, type DocumentProblem } from '../src/index.ts';

function problemsOf(
  text: string,
  read: (fields: ReturnType<typeof createFieldReader>) => unknown,
  file = 'a.yaml',
): readonly string[] {
  const { root, syntax } = readDocument(text, file);
  if (!root) return [`${file}:${syntax.line}:${syntax.column}: ${syntax.message}`];
  const problems: DocumentProblem[] = [];
  read(createFieldReader(root, problems));
  return problems.map((problem) => describeProblem(file, problem));
}

describe('readDocument', () => {
  test('gives each value its place, behind a byte order mark and in nested lists too', () => {
    const { root } = readDocument('\uFEFFa:\n  - b: 1\n    c: [x, y]\n', 'a.yaml');
    const item = root?.entries?.get('a')?.items?.[0];
    expect(item).toMatchObject({ field: 'a[0]', line: 2, column: 5 });
    expect(item?.entries?.get('c')?.items?.[1]).toMatchObject({ field: 'a[0].c[1]', line: 3, column: 12, value: 'y' });
  });

  test('refuses keys that stand twice, aliases that multiply, and nesting without end', () => {
    expect(readDocument('a: 1\na: 2\n', 'a.yaml').syntax).toMatchObject({ line: 2, column: 1 });
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
      .join('\n')}\n`;
    expect(readDocument(bomb, 'a.yaml').syntax?.message).toMatch(/alias/i);
    expect(readDocument(`${'['.repeat(60)}${']'.repeat(60)}`, 'a.yaml').syntax?.message).toMatch(/Nested more than/);
  });

  test('holds a file that calls itself JSON to it, and names the place', () => {
    expect(readDocument('{"a": 1,\n b: 2}', 'a.json').syntax).toMatchObject({ line: 2 });
    expect(readDocument('{"a": 1', 'a.json').syntax).toMatchObject({ line: 1, column: 8 });
    expect(readDocument('{"a": 1}', 'a.json').root?.value).toEqual({ a: 1 });
  });
});

describe('createFieldReader', () => {
  test('collects all problems of a file, each with file, line and field', () => {
    const text = 'name: 3\nsize: big\nparts:\n  - kind: green\n  - 7\n';
    const problems = problemsOf(text, (fields) => {
      fields.text('name');
      fields.number('size');
      fields.text('missing');
      for (const part of fields.records('parts')) part.choice('kind', ['red', 'blue']);
    });
    expect(problems).toEqual([
      'a.yaml:1:7 (name): expected a text, found the number 3',
      'a.yaml:2:7 (size): expected a number, found the text "big"',
      'a.yaml:1:1 (missing): expected a text, found nothing',
      'a.yaml:5:5 (parts[1]): expected a mapping of fields, found the number 7',
      'a.yaml:4:11 (parts[0].kind): expected one of red, blue, found the text "green"',
    ]);
  });

  test('takes fallbacks for what is missing and keeps what nobody asked for', () => {
    const { root } = readDocument('a: 1\nextra: { b: 2 }\n', 'a.yaml');
    const problems: DocumentProblem[] = [];
    const fields = createFieldReader(root!, problems);
    expect([fields.number('a'), fields.text('b', 'fallback'), fields.texts('c', ['d'])]).toEqual([
      1,
      'fallback',
      ['d'],
    ]);
    expect(fields.rest()).toEqual({ unknownFields: { extra: { b: 2 } } });
    expect(problems).toEqual([]);
  });
});
