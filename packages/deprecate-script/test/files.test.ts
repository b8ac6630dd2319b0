import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { CatalogueScript, Deprecation } from '@cdev/script-catalogue';
import { withBanner } from '../src/files/banner.ts';
import { withEntry } from '../src/files/changelog.ts';
import { requireGuide } from '../src/files/require-guide.ts';
import { addDays, stages } from '../src/stage/stage.ts';
import { promised } from '../src/index.ts';

describe('the banner', () => {
  test.each([
    ['# A\n\nText.\n', '# A\n\n<!-- deprecation -->\n\n> old\n\n<!-- /deprecation -->\n\nText.\n'],
    [
      '# A\r\n\r\nText.\r\n',
      '# A\r\n\r\n<!-- deprecation -->\r\n\r\n> old\r\n\r\n<!-- /deprecation -->\r\n\r\nText.\r\n',
    ],
    ['Text.\n', '<!-- deprecation -->\n\n> old\n\n<!-- /deprecation -->\n\nText.\n'],
    ['# A', '# A\n\n<!-- deprecation -->\n\n> old\n\n<!-- /deprecation -->'],
  ])('is put into %j, replaced, and taken out again', (before, after) => {
    expect(withBanner(before, '> old')).toBe(after);
    expect(withBanner(after, '> old')).toBe(after);
    expect(withBanner(after, '> new')).toBe(after.replace('old', 'new'));
    expect(withBanner(after, undefined)).toBe(before);
  });
});

describe('an entry of the changelog', () => {
  const entry = { packageName: 'x', text: 'Ends.' };
  test.each([
    ['', '# x\n\n## Unreleased\n\n- Ends.\n'],
    ['# x\n\n## 1.0.0\n\n- One.\n', '# x\n\n## Unreleased\n\n- Ends.\n\n## 1.0.0\n\n- One.\n'],
    ['# x\n\n## [Unreleased]\n\n- One.\n', '# x\n\n## [Unreleased]\n\n- Ends.\n- One.\n'],
    ['## 1.0.0\n', '## Unreleased\n\n- Ends.\n\n## 1.0.0\n'],
  ])('stands under Unreleased of %j, once', (before, after) => {
    expect(withEntry(before, entry)).toBe(after);
    expect(withEntry(after, entry)).toBe(after);
  });
});

describe('a guide', () => {
  const deprecation = { guide: 'docs/MOVE.md', replacement: 'cdev-new' } as Deprecation;
  test.each([
    [{}, 'it is not there'],
    [{ 'docs/MOVE.md': 'cdev-old\n\n    cdev-old x\n' }, 'it does not name cdev-new'],
    [{ 'docs/MOVE.md': 'cdev-new\n\n    x\n' }, 'it does not name cdev-old'],
    [{ 'docs/MOVE.md': 'From cdev-old to cdev-new\n' }, 'it shows no command or code'],
  ])('is none when %j', async (files, problem) => {
    await using folder = await tempFolder(files);
    const script = { folder: folder.path, binName: 'cdev-old', name: 'cdev-old' } as CatalogueScript;
    await expect(requireGuide(script, deprecation)).rejects.toThrow(problem);
    await expect(requireGuide(script, { ...deprecation, guide: '../MOVE.md' })).rejects.toThrow(
      'users would not get it',
    );
  });
});

test('days are counted over months and leap days, and users are promised 30 and 90', () => {
  expect([addDays('2026-01-31', 30), addDays('2028-02-28', 1), addDays('2026-12-31', 1)]).toEqual([
    '2026-03-02',
    '2028-02-29',
    '2027-01-01',
  ]);
  expect({ promised, stages }).toEqual({
    promised: { notice: 30, warnings: 90 },
    stages: ['announced', 'warning', 'migrating', 'sunset'],
  });
});
