import { describe, expect, test } from '@jest/globals';
import { briefPieces } from '../../src/pack/brief-pieces.ts';
import { renderPack } from '../../src/pack/render-pack.ts';
import type { AgentBrief } from '../../src/index.ts';
import { sampleBrief } from '../sample-brief.ts';

const render = (brief: AgentBrief, level = 2) => {
  const pieces = briefPieces(brief, level);
  const options = { brief, texts: new Map(), opening: ['Opening'], level, maxTokens: 1000 };
  return renderPack({ pieces, excerpts: [], leftOut: [] }, options);
};

describe('a brief as text', () => {
  test('says everything once, with its place', () => {
    expect(render(sampleBrief)).toBe(`Opening

## Task

Charge a fee.

- [ ] it is shown

## Done when

- [ ] the criterion of the task is met
- [ ] the tests pass: \`npm test\` in \`packages/a\` (packages/a/package.json scripts.test)

## Files

All of these are there, the likeliest to matter first.

- \`src/late fee.ts\`: named in the request; text: fee, late; covered by \`test/late-fee.test.ts\`
- \`\`src/\`odd\`.ts\`\`: text: fee

Named in the task and not there, so to be made: \`src/new.ts\`

## Commands

- install: \`npm ci\` (package-lock.json)

## Changes together

- \`src/late fee.ts\` changed in 4 commits; with it \`config/fees.json\` in 3 of them, though neither imports the other

## Risks

- \`\`src/\`odd\`.ts\`\`: no test is known that covers it

## Conventions

- Test files end in \`.test.ts\`. (9 of 10 test files)
`);
  });

  test('has no section without content, and lowers the headings of the task', () => {
    const requirement = {
      title: 'Charge',
      text: '# Why\n\nLate.',
      source: '',
      issue: { id: 'ENG-1', url: 'https://x.org/1' },
    };
    const nothing = { files: [], toMake: [], criteria: [], commands: [], companions: [], risks: [], conventions: [] };
    expect(render({ ...sampleBrief, ...nothing, requirement }, 3)).toBe(
      'Opening\n\n### Task\n\nENG-1 (https://x.org/1)\n\n#### Why\n\nLate.\n',
    );
    const untold = { title: 'Charge', text: '', source: '' };
    expect(render({ ...sampleBrief, ...nothing, requirement: untold })).toBe('Opening\n\n## Task\n\nCharge\n');
  });

  test('shortens the subject of a commit in a reason', () => {
    const [file] = sampleBrief.files;
    const reasons = [`changed by "${'long '.repeat(30)}" and 2 commits more`];
    expect(render({ ...sampleBrief, files: file ? [{ ...file, reasons }] : [] })).toContain(
      `: changed by "${'long '.repeat(9)}lon…" and 2 commits more;`,
    );
  });
});
