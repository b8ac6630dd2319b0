import { describe, expect, test } from '@jest/globals';
import { changelogName, changelogSection, withSection } from '../../src/index.ts';

const marked =
  '# Changelog\n\nWhat changed.\n\n## Unreleased\n\n- soon\n\n## [1.1.0] - 2026-01-01\n\n### Added\n\n- a\n\n## 1.0.0\n\n- b\n';
const underlined =
  '# Unreleased Changes\n\n## Fixes\n\n- soon\n\n1.1.0 / 2026-01-01\n==================\n\n* a\n  * and 1.0.9\n\n1.0.0 / 2025-01-01\n==================\n\n* b\n';

describe('the section of a version', () => {
  test.each([
    ['marked', marked, '1.1.0', '### Added\n\n- a'],
    ['marked', marked, '1.0.0', '- b'],
    ['underlined', underlined, '1.1.0', '* a\n  * and 1.0.9'],
    ['underlined', underlined, '1.0.0', '* b'],
    ['underlined', underlined, '1.0.9', undefined],
    ['with a rule below a list', '## 1.0.0\n\n- of 1.1.0\n---\n', '1.1.0', undefined],
    ['with a heading in code', '## 1.0.0\n\n```sh\n# 1.1.0\n```\n\n- b\n', '1.1.0', undefined],
  ])('%s: %s', (_, text, version, section) => {
    expect(changelogSection(text, version)).toBe(section);
    expect(changelogSection(text.replaceAll('\n', '\r\n'), version)).toBe(section);
  });
});

describe('a section is added', () => {
  test('above the latest version, below what is not released', () => {
    const text = withSection(marked, { version: '1.2.0', body: '- c\n' });
    expect(text).toBe(marked.replace('## [1.1.0]', '## 1.2.0\n\n- c\n\n## [1.1.0]'));
    expect(changelogSection(text, '1.2.0')).toBe('- c');
  });

  test('in the form of the others', () => {
    const text = withSection(underlined, { version: '1.2.0', body: '* c' });
    expect(text).toBe(underlined.replace('1.1.0 /', '1.2.0\n=====\n\n* c\n\n1.1.0 /'));
    expect(changelogSection(text, '1.2.0')).toBe('* c');
  });

  test('with the line ends of the others', () => {
    const text = withSection(marked.replaceAll('\n', '\r\n'), { version: '1.2.0', body: '- c\n- d' });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(changelogSection(text, '1.2.0')).toBe('- c\n- d');
  });

  test('where there is none yet', () => {
    expect(withSection('', { version: '1.0.0', body: '- a' })).toBe('# Changelog\n\n## 1.0.0\n\n- a\n');
    expect(withSection('# Changes\n', { version: '1.0.0', body: '- a' })).toBe('# Changes\n\n## 1.0.0\n\n- a\n');
  });
});

test('the changelog of a folder, by its name', () => {
  expect(changelogName(['History.md', 'README.md'])).toBe('History.md');
  expect(changelogName(['HISTORY.md', 'CHANGELOG.md'])).toBe('CHANGELOG.md');
  expect(changelogName(['index.js'])).toBeUndefined();
});
