import { describe, expect, test } from '@jest/globals';
import { scanWorkflowTexts, type WorkflowScript } from '../src/index.ts';

function scriptsIn(text: string, kind: 'workflow' | 'action' = 'workflow'): readonly WorkflowScript[] {
  const { scripts, gaps } = scanWorkflowTexts([{ path: '.github/workflows/a.yml', kind, text }]);
  expect(gaps).toEqual([]);
  return scripts;
}

const step = (run: string): string => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - ${run}\n`;

describe('a place in a script is told as one in its file', () => {
  // Of each the word "cd".
  test.each([
    ['in one line', step('run: cd x'), [6, 14]],
    ['in double quotes', step(String.raw`run: "echo \"a\\b\"\ncd x"`), [6, 30]],
    ['in single quotes', step("run: 'echo ''a''; cd x'"), [6, 27]],
    ['as a block', step('run: |\n          echo a\n\n            cd x'), [9, 13]],
    ['as a block with a comment and an indicator', step('run: |2- # why\n          echo a\n\n          cd x'), [9, 11]],
    ['folded', step('run: >\n          echo a &&\n          echo b;\n          cd x'), [9, 11]],
    ['over several lines', step('run: echo a &&\n          echo b &&\n          cd x'), [8, 11]],
    ['in quotes over several lines', step('run: "echo a &&\n          echo b &&\n\n          cd x"'), [9, 11]],
    ['in a flow', 'on: push\njobs: { a: { steps: [{ name: cd, run: "echo a && cd x" }] } }\n', [2, 50]],
    ['with a name first', step('name: cd\n        run: cd x'), [7, 14]],
  ])('%s', (_, text, [line, column]) => {
    const [script] = scriptsIn(text);
    const before = script?.text.slice(0, script.text.lastIndexOf('cd')).split('\n') ?? [];
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    expect(script?.placeOf(place)).toEqual({ line, column });
  });
  test('of an alias, and behind its end, no other place than its own', () => {
    const [script] = scriptsIn(step('run: cd x'));
    expect(script?.placeOf({ line: 40, column: 7 })).toEqual({ line: 6, column: 14 });
  });
});

describe('what reads a script', () => {
  const job = (parts: string, top = ''): string =>
    `on: push\n${top}jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - { run: cd x${parts} }\n`;
  test.each<[string, string, [string, boolean] | undefined]>([
    ['nothing is said', job(''), ['bash', true]],
    ['the step says it', job(', shell: sh'), ['sh', true]],
    ['with a path and options', job(', shell: "/bin/bash -euo pipefail {0}"'), ['bash', true]],
    ['a bash that goes on', job(', shell: "bash {0}"'), ['bash', false]],
    ['another program', job(', shell: pwsh'), undefined],
    ['another one whose name ends so', job(', shell: "wsl-bash {0}"'), undefined],
    ['python', job(', shell: python'), undefined],
    ['the workflow says it', job('', 'defaults: { run: { shell: pwsh } }\n'), undefined],
    ['the step knows better', job(', shell: bash', 'defaults: { run: { shell: pwsh } }\n'), ['bash', true]],
    ['Windows', job('').replace('ubuntu-latest', 'windows-2025'), undefined],
    ['Windows among labels', job('').replace('ubuntu-latest', '[self-hosted, windows]'), undefined],
    ['bash on Windows', job(', shell: bash').replace('ubuntu-latest', 'windows-2025'), ['bash', true]],
    ['a system of a matrix', job('').replace('ubuntu-latest', '"${{ matrix.windows }}"'), ['bash', true]],
    [
      'the job says it',
      job('').replace('    steps', '    defaults: { run: { shell: "bash {0}" } }\n    steps'),
      ['bash', false],
    ],
  ])('%s', (_, text, expected) => {
    const [script] = scriptsIn(text);
    expect(script && [script.interpreter, script.stopsOnError]).toEqual(expected);
  });
  test('of an action', () => {
    const text = 'runs: { using: composite, steps: [{ shell: sh, run: cd x }, { shell: pwsh, run: cd x }] }\n';
    expect(scriptsIn(text, 'action').map(({ interpreter }) => interpreter)).toEqual(['sh']);
  });
});

test('expressions are out of the way, and everything else stays where it is', () => {
  const text = "echo ${{ a.b }} ${{ format('}} {0}', c) }}\nx=${{\n  d }}y $A ${{ open";
  const [script] = scriptsIn(step(`run: |\n${text.replaceAll(/^/gm, '          ')}`));
  expect(script?.text).toBe(`${text}\n`);
  expect(script?.seen).toBe(`echo ${'x'.repeat(10)} ${'x'.repeat(26)}\nx=xxx\nxxxxxxy $A \${{ open\n`);
});
