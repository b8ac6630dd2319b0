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
