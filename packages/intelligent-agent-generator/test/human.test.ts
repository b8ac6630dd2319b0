import { describe, expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { generateText, rankText } from '../src/human.ts';
import type { GenerateResult } from '../src/index.ts';
import { sampleBrief } from './sample-brief.ts';

const page = { style: createStyle(false), columns: 72 };
const file = {
  path: '.claude/agents/late-fees.md',
  action: 'create',
  doubt: undefined,
  kept: undefined,
  isWritten: true,
} as const;
const result: GenerateResult = {
  brief: sampleBrief,
  target: 'claude',
  text: 'The text\n',
  tokens: 1234,
  maxTokens: 6000,
  leftOut: [],
  file,
  advice: undefined,
  explain: false,
};

describe('what people read', () => {
  test('a pack is the output itself, with the reasons behind it when asked for', () => {
    expect(generateText({ ...result, file: undefined }, page)).toBe('The text\n');
    expect(generateText({ ...result, file: undefined, explain: true }, page)).toBe(`The text

Why these files
  1.00  src/late fee.ts
        · named in the request
        · text: fee, late
        · file name: fee
        · covered by test/late-fee.test.ts
  0.50  src/\`odd\`.ts
        · text: fee

What was decided
  back-end engineer: by the places
`);
  });

  test('of a file it is said what is in it', () => {
    expect(generateText(result, page)).toBe(`late-fees  Charge "late" fees: now
back-end engineer, for Claude Code

  src/late fee.ts  named in the request
  src/\`odd\`.ts     text: fee
  src/new.ts       to be made

  criteria          2, 1 of them a command
  risks             1
  changes together  1
  estimate          about 20 min, 2 files
  tokens            about 1,234 of 6,000

written to .claude/agents/late-fees.md
`);
  });

  test('what was left out and what was kept is said', () => {
    const leftOut = [{ kind: 'ranked file', path: 'a' }, { kind: 'excerpt' }, { kind: 'excerpt' }] as const;
    const text = generateText({ ...result, leftOut, file: { ...file, action: 'replace', kept: 'refs/x' } }, page);
    expect(text).toContain('! Left out to keep to 6000 tokens: 1 ranked file (`a`), 2 excerpts.\n');
    expect(text).toContain('replaced .claude/agents/late-fees.md\nwhat was there before is kept in refs/x\n');
  });

  test('a dry run shows the text and what stands in the way', () => {
    const doubt = 'was not written by this script';
    const text = generateText({ ...result, file: { ...file, action: 'replace', doubt, isWritten: false } }, page);
    expect(text).toContain(`not written (dry run); it would be replaced .claude/agents/late-fees.md
! .claude/agents/late-fees.md ${doubt}: it is replaced only with --yes

The text
`);
    const unchanged = generateText({ ...result, file: { ...file, action: 'unchanged', isWritten: false } }, page);
    expect(unchanged).toMatch(/\nunchanged in \.claude\/agents\/late-fees\.md\n$/);
  });

  test('a ranking is one line a file', () => {
    const files = [
      { path: 'src/a.ts', score: 1, share: 0.4, reasons: ['named in the request', 'text: a'] },
      { path: 'b.ts', score: 0.25, share: 0.1, reasons: ['text: '.concat('long '.repeat(30))] },
    ];
    const lines = rankText({ files }, page).split('\n');
    expect(lines[0]).toBe('1.00  src/a.ts  named in the request; text: a');
    expect(lines[1]).toMatch(/^0\.25 {2}b\.ts {6}text: long .*…$/);
    expect(rankText({ files: [] }, page)).toBe('Nothing in the repository has a sign of this request\n');
  });
});
