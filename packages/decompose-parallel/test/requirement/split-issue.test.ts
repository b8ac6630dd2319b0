import { describe, expect, test } from '@jest/globals';
import { splitIssue } from '../../src/requirement/split-issue.ts';

const titles = (markdown: string, strategy: 'auto' | 'sections' | 'list' | 'single' = 'auto') =>
  splitIssue('The issue', markdown, strategy).requirements.map(({ title }) => title);

describe('splitIssue', () => {
  test('takes sibling sections that ask for something, and keeps the rest as what concerns all', () => {
    const { requirements, preface, how } = splitIssue(
      'Desk',
      'Intro text.\n\n## Background\n\nOld story.\n\n## 1. Fees\n\nCount `src/fee.ts`.\n\n### Acceptance criteria\n\n- [ ] No fee in time\n- [ ] At most 10\n  euros\n\n## Part B: Search pages\n\nPage by page.\n\n## Notes\n\nBe kind.',
      'auto',
    );
    expect(requirements).toMatchObject([
      { number: 1, title: 'Fees', criteria: ['No fee in time', 'At most 10 euros'], source: 'section "1. Fees"' },
      { number: 2, title: 'Search pages', text: 'Page by page.', criteria: [] },
    ]);
    for (const part of ['Intro text.', 'Old story.', 'Be kind.']) expect(preface).toContain(part);
    expect(how).toBe('2 parts: the sections of level 2');
  });

  test('takes the marks of Markdown from a title, and leaves names and patterns as they are', () => {
    const items = [
      'reject `exp` in src/jwt_claims_set.ts',
      '**Bold** and _leaning_ words',
      'lint src/**/*.ts and *.js',
      'find __dirname and `a_b`',
    ];
    expect(titles(items.map((item) => `- ${item}\n`).join(''))).toEqual([
      'reject exp in src/jwt_claims_set.ts',
      'Bold and leaning words',
      'lint src/**/*.ts and *.js',
      'find __dirname and a_b',
    ]);
  });

  test('names a part whose heading is a number alone by what it says first', () => {
    expect(titles('## 1.\n\n- [ ] Count fees. They are due.\n\n## 2\n\nSearch pages.\n\n## 3.\n')).toEqual([
      'Count fees',
      'Search pages',
      '3',
    ]);
  });

  test('goes a level deeper when the upper one names no parts', () => {
    expect(titles('# Desk\n\n## Requirements\n\n### Fees\n\nx\n\n### Search\n\ny')).toEqual(['Fees', 'Search']);
  });

  test('takes the items of a list when there are no sections, with what is indented under each', () => {
    const { requirements, preface } = splitIssue(
      'T',
      'Please:\n\n1. Add fees. They are due.\n   - in `src/fee.ts`\n2. **Search** pages\n\nThanks.',
      'auto',
    );
    expect(requirements).toMatchObject([
      { title: 'Add fees', text: 'Add fees. They are due.\n   - in `src/fee.ts`' },
      { title: 'Search pages' },
    ]);
    expect(preface).toBe('Please:\n\nThanks.');
  });

  test.each([
    [
      '`reply.trailer` should refuse forbidden ones (e.g. `content-length`). With tests.',
      'reply.trailer should refuse forbidden ones (e.g. content-length)',
    ],
    ['Logging: tell an aborted request', 'Logging: tell an aborted request'],
    ['feat: late fees; they are due', 'feat: late fees'],
    ['Support these formats: json, yaml', 'Support these formats'],
    ['Count the fees, i.e. all of them', 'Count the fees, i.e. all of them'],
  ])('names a part by its first sentence or clause: %j', (item, title) =>
    expect(titles(`- ${item}\n- Another thing`)).toEqual([title, 'Another thing']),
  );

  test('prefers a list under a heading that announces the work, and never takes criteria for parts', () => {
    expect(titles('- a\n- b\n\n## Tasks\n\n- [ ] One thing\n- [ ] Another thing')).toEqual([
      'One thing',
      'Another thing',
    ]);
    expect(titles('Do it.\n\n## Acceptance criteria\n\n- One\n- Two')).toEqual(['The issue']);
  });

  test('is one part when the issue names none, or when asked for one', () => {
    expect(splitIssue('T', 'Fix the typo.', 'auto')).toMatchObject({
      requirements: [{ number: 1, title: 'T', text: 'Fix the typo.' }],
      preface: '',
    });
    expect(titles('## A\n\nx\n\n## B\n\ny', 'single')).toEqual(['The issue']);
    expect(titles('## A\n\n- x\n- y\n\n## B\n\nz', 'list')).toEqual(['x', 'y']);
  });

  test("answers to a tracker's form are one request, and what says nothing of the work is only kept", () => {
    const form =
      "### Is your feature request related to a problem? Please describe.\n\nFees are late.\n\n### Describe the solution you'd like\n\nA fee.\n\n### Describe alternatives you've considered\n\n- Wait\n- Pay\n\n### Additional context\n\nNone.";
    const { requirements, preface, how } = splitIssue('[Feature Request] Late fees', form, 'auto');
    expect(requirements).toHaveLength(1);
    expect(requirements[0]).toMatchObject({ title: 'Late fees' });
    expect(requirements[0]?.text).toMatch(/Fees are late[^]*A fee\.$/);
    expect(preface).toMatch(/Wait[^]*None\./);
    expect(how).toBe('one part: the issue names no parts of its own');
    for (const head of [
      'Clear and concise description of the problem',
      'Suggested solution',
      'Alternative',
      'Feature Request Type',
      'I have found these related issues/pull requests',
      'Which part of the project should be enhanced?',
    ])
      expect(titles(`### ${head}\n\nx\n\n### Feature description\n\ny\n\n### Validations\n\nz`)).toEqual(['The issue']);
    // Asked for, they are parts all the same; beside parts of its own they are what concerns all.
    expect(titles('## API\n\nx\n\n## Setup\n\ny\n\n## Behavior\n\nz')).toEqual(['API', 'Setup', 'Behavior']);
    expect(titles('## Solution\n\nx\n\n## Fees\n\ny\n\n## Search\n\nz')).toEqual(['Fees', 'Search']);
  });

  test('a list of things under a solution names the parts, a list of how it behaves does not', () => {
    const under = (list: string) => titles(`## Problem\n\nNone.\n\n## Describe the solution you'd like\n\n${list}`);
    expect(under('- comments with their author\n- changes by color')).toEqual([
      'comments with their author',
      'changes by color',
    ]);
    expect(under('- A switch should be there\n- Below it the list')).toEqual(['The issue']);
  });

  test('what the writer confirms, links and properties are no parts', () => {
    for (const list of [
      '- [x] I have searched the issues\n- [x] I have read the [docs](https://x.example)',
      '- [sqitch](https://x.example) - `sqitch status`\n- [migrate](https://y.example)',
      '- #12\n- #13: the same for fees',
      '- https://x.example/a\n- https://x.example/b',
      '- **Type:** `string`\n- **Default:** none',
      '- Follow our [Code of Conduct](https://x.example)\n- Read the [docs](https://x.example)',
    ])
      expect(titles(`Please add fees.\n\n${list}`)).toEqual(['The issue']);
    expect(splitIssue('T', '- [x] I have read the docs\n- [ ] A fee is told\n\nPlease.', 'auto')).toMatchObject({
      requirements: [{ text: '- [ ] A fee is told\n\nPlease.', criteria: ['A fee is told'] }],
      preface: '- [x] I have read the docs',
    });
    expect(titles('- Read all fees in one query\n- #12 is mended')).toEqual([
      'Read all fees in one query',
      '#12 is mended',
    ]);
  });

  test('does not take a heading in a code fence for a part, nor lose text', () => {
    const markdown = '## A\n\n```sh\n## not a heading\n```\n\n## B\n\ny';
    const { requirements } = splitIssue('T', markdown, 'auto');
    expect(requirements.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(requirements[0]?.text).toContain('## not a heading');
  });

  test.each(['Simplify the plan', '', '#', '## \n\n##'])('survives %j', (markdown) => {
    expect(titles(markdown)).toHaveLength(1);
  });
});
