import { describe, expect, test } from '@jest/globals';
import { mergeContents } from '@cdev/structured-merge';
import { conflict, lines, merged } from '../merge.ts';

const body = (...middle: string[]): string =>
  lines('export function start(port) {', '  const server = open(port);', ...middle, '  return server;', '}');

describe('one of two edits that do not go together', () => {
  // Theirs is what ours was before it went on.
  const input = {
    path: 'server.ts',
    base: body('  server.listen(80);', '  log("started");'),
    ours: body(
      '  server.listen(port, () => ready(server, port));',
      '  log.info(`started on ${port}`);',
      '  watch(server, port);',
    ),
    theirs: body('  server.listen(port, () => ready(server));', '  log.info("has started");'),
  };

  test('is a conflict as long as no side may be taken', async () => {
    const { hunks } = await conflict(input);
    expect(hunks).toHaveLength(1);
  });

  test('is taken where people mostly take it, and what is given up is named', async () => {
    const { content, resolutions, lost } = await merged({ ...input, takesSides: true });
    expect(content).toBe(input.ours);
    const [decision] = resolutions;
    expect(decision).toMatchObject({ rule: 'side', where: 'line 3-5' });
    expect(decision?.reason).toContain('The lines of ours are taken');
    expect(decision?.odds).toBeGreaterThanOrEqual(0.5);
    for (const line of lost) expect(line).toMatchObject({ side: 'theirs', reason: expect.stringContaining('taken') });
  });

  test('is the same side when the sides are swapped', async () => {
    const { content } = await merged({ ...input, ours: input.theirs, theirs: input.ours, takesSides: true });
    expect(content).toBe(input.ours);
  });

  test('stays open where nothing speaks for either', async () => {
    const constant = (value: string): string => lines(`export const name = ${value};`);
    const even = { path: 'a.ts', base: constant('"a"'), ours: constant('"b"'), theirs: constant('"c"') };
    const result = await mergeContents({ ...even, takesSides: true });
    const odds = result.resolutions.map(({ confidence }) => confidence);
    expect(result.kind === 'conflict' || odds.includes('guess')).toBe(true);
  });
});

describe('edits that touch', () => {
  test('a line added beside one that the other side takes out', async () => {
    const { content, resolutions, lost } = await merged({
      path: 'a.ts',
      base: lines('const a = load("a");', 'const b = load("b");', 'run(a);'),
      ours: lines('const a = load("a");', 'const c = load("c");', 'const b = load("b");', 'run(a, c);'),
      theirs: lines('const a = load("a");', 'run(a);'),
    });
    expect(content).toBe(lines('const a = load("a");', 'const c = load("c");', 'run(a, c);'));
    expect(resolutions.map(({ rule }) => rule)).not.toContain('side');
    expect(lost).toEqual([]);
  });
});
