import { expect, test } from '@jest/globals';
import { createSourceScanner, loadJudge } from '../src/index.ts';

const scan = createSourceScanner(await loadJudge());
const bad = "require('child_process').exec('git log ' + process.argv[2]);\n";

test.each([
  ['brackets', (count: number) => `x = ${'('.repeat(count)}1${')'.repeat(count)};\n`],
  ['blocks', (count: number) => `${'if (a) {\n'.repeat(count)}${'}'.repeat(count)}\n`],
  ['texts', (count: number) => `x = ${'`${\n'.repeat(count)}1${'}`'.repeat(count)};\n`],
  ['conditions without blocks', (count: number) => `${'if (a)\n'.repeat(count)}b();\n`],
  ['choices', (count: number) => `x = ${'a ? b :\n'.repeat(count)}c;\n`],
  ['branches', (count: number) => `${'if (a) b();\nelse '.repeat(count)}c();\n`],
  ['fields', (count: number) => `x = require('child_process').exec(a${'.b\n'.repeat(count)} + '');\n`],
])('%s nested as nobody does are a gap, and end nothing', (_, nested) => {
  const { issues, gap } = scan({ path: 'a.js', text: bad + nested(30_000) });
  expect([issues, gap]).toEqual([[], 'a.js cannot be parsed (it is nested too deep)']);
  const { issues: found, gap: none } = scan({ path: 'a.js', text: bad + nested(300) });
  expect([found.map(({ ruleId }) => ruleId), none]).toEqual([['command-injection'], undefined]);
});

test('what is long and not nested is looked at', () => {
  const text = `${bad}const list = [${'{ a: [1, -2], b: !c },\n'.repeat(5000)}];\n${'f(a ? b : c);\n'.repeat(5000)}`;
  expect(scan({ path: 'a.js', text }).issues.map(({ ruleId }) => ruleId)).toEqual(['command-injection']);
});
