import { describe, expect, test } from '@jest/globals';
import { createStyle, type Page } from '@cdev/core/cli';
import { cacheText, listText, pruneText, showText } from '../src/human.ts';
import type { CachedIssue } from '../src/index.ts';

const page: Page = { style: createStyle(false), columns: 100 };
const day = 86_400_000;

function issue(changes: Partial<CachedIssue>): CachedIssue {
  return {
    reference: 'ENG-1',
    status: 'fetched',
    file: '/cache/ENG-1.json',
    id: 'ENG-1',
    source: 'linear',
    title: 'Log in with a passkey',
    state: 'In Progress',
    fetchedAt: '2026-01-01T00:00:00Z',
    ...changes,
  };
}

describe('the text of a run', () => {
  test('shows what came of each issue', () => {
    const text = cacheText(
      {
        folder: '/cache',
        issues: [
          issue({}),
          issue({ id: 'ENG-20', title: 'Très '.repeat(30), state: 'Todo', status: 'unchanged' }),
          issue({ id: 'ENG-3', status: 'stale', stale: { age: 3 * day, message: 'no network' } }),
          issue({ id: 'ENG-4', status: 'stale', stale: { message: 'no network' } }),
        ],
        unchanged: 12,
        failures: [
          { reference: 'ENG-404', code: 'CDEV_E_X', message: 'Linear knows no issue', steps: ['Check', 'Ask'] },
        ],
      },
      page,
    );
    expect(text).toMatchInlineSnapshot(`
"  ✓  ENG-1   Log in with a passkey                                    In Progress  fetched
  ✓  ENG-20  Très Très Très Très Très Très Très Très Très Très Très…  Todo         unchanged
  !  ENG-3   Log in with a passkey                                    In Progress  stale, 3 d 0 h old
  !  ENG-4   Log in with a passkey                                    In Progress  stale, of unknown age
  12 unchanged
  ✗  ENG-404  Linear knows no issue CDEV_E_X
     → Check
Cached in /cache
"
`);
  });

  test('lets no control character of an issue through', () => {
    const text = cacheText(
      {
        folder: '/cache',
        issues: [issue({ title: 'A\u001B[2J\u202E\nb', state: '\u0007x' })],
        unchanged: 0,
        failures: [],
      },
      page,
    );
    expect(text).toContain('A b');
    expect(text).toMatch(/^[^\u0000-\u0009\u000B-\u001F\u202E]*$/);
  });
});

describe('the text of a list', () => {
  test('shows state, source and age', () => {
    const common = { source: 'linear' as const, labels: [], fetchedAt: '', file: '' };
    const text = listText(
      {
        folder: '/cache',
        issues: [
          { ...common, id: 'ENG-1', title: 'Log in', state: 'Todo', age: 60_000, isFresh: true },
          { ...common, id: 'ENG-20', title: 'Log out', state: 'Done', age: 5 * day, isFresh: false },
        ],
        unreadable: [{ file: '/cache/x.json', message: '/cache/x.json:1: the file is empty' }],
      },
      page,
    );
    expect(text).toMatchInlineSnapshot(`
"  ENG-1   Log in   Todo  linear  1 min 00 s old
  ENG-20  Log out  Done  linear  stale, 5 d 0 h old
  ✗ /cache/x.json:1: the file is empty
"
`);
  });

  test('says when there is nothing', () => {
    expect(listText({ folder: '/cache', issues: [], unreadable: [] }, page)).toBe('Nothing is cached in /cache\n');
  });
});

describe('the text of an issue', () => {
  const bare = {
    schemaVersion: 1,
    source: 'linear',
    id: 'ENG-1',
    title: 'Log in',
    description: '',
    state: '',
    labels: [],
    children: [],
    relations: [],
    comments: [],
    attachments: [],
    fetchedAt: '2026-01-01T00:00:00Z',
  } as const;

  test('shows what there is', () => {
    const text = showText(
      {
        file: '/cache/ENG-1.json',
        age: 3 * day,
        isFresh: false,
        issue: {
          ...bare,
          description: '## Why\n\n- [ ] no password',
          state: 'Todo',
          labels: ['auth', 'web'],
          estimate: 0,
          parent: { id: 'ENG-0', title: 'Accounts' },
          children: [{ id: 'ENG-2' }],
          relations: [{ type: 'blocked by', id: 'ENG-9', title: 'Keys' }],
          attachments: [{ title: 'Drawing', url: 'https://example.org/a' }],
          comments: [{ author: 'bo', createdAt: '2026-01-02T00:00:00Z', body: 'Yes\nplease' }],
        },
      },
      page,
    );
    expect(text).toMatchInlineSnapshot(`
"ENG-1  Log in
  State     Todo
  Labels    auth, web
  Estimate  0
  Copy      stale, 3 d 0 h old

Description
## Why

- [ ] no password

Related
  part of     ENG-0  Accounts
  sub-issue   ENG-2
  blocked by  ENG-9  Keys

Attachments
  Drawing  https://example.org/a

Comments
  bo 2026-01-02T00:00:00Z
    Yes
    please
"
`);
  });

  test('and nothing that there is not', () => {
    expect(showText({ file: '', isFresh: false, issue: bare }, page)).toMatchInlineSnapshot(`
"ENG-1  Log in
  Copy  stale, of unknown age
"
`);
  });
});

describe('the text of pruning', () => {
  const plan = { folder: '/cache', remove: [{ id: 'ENG-1', file: '', age: 40 * day }], leftovers: [], kept: 2 };

  test('says what was or would be removed', () => {
    expect(pruneText({ ...plan, applied: true }, page)).toBe('  ENG-1  40 d 0 h old\nRemoved 1, kept 2\n');
    expect(pruneText({ ...plan, applied: false }, page)).toContain('Would remove 1 and keep 2\n');
    expect(pruneText({ ...plan, remove: [], leftovers: ['/cache/.x.tmp'], applied: true }, page)).toBe(
      '  /cache/.x.tmp  left behind by a run that was killed\nRemoved 1, kept 2\n',
    );
    expect(pruneText({ ...plan, remove: [], applied: true }, page)).toBe('Nothing to remove in /cache; 2 kept\n');
  });
});
