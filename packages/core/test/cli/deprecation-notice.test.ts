import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { greeting, typeIn } from './greeting.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdev core-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a script whose end is announced', () => {
  const deprecation = {
    warnsFrom: '2026-02-01',
    sunset: '2026-05-01',
    replacement: 'cdev-hail',
    guide: 'MIGRATION.md',
  };
  const runOn = (day: string, argv: string[]) =>
    typeIn(folder, argv, { script: { ...greeting, deprecation }, clock: () => new Date(`${day}T12:00:00Z`) });

  test.each([
    ['2026-01-31', ''],
    ['2026-02-01', '! cdev-greeting is deprecated and ends on 2026-05-01: use cdev-hail. How: MIGRATION.md\n'],
    ['2026-05-01', '! cdev-greeting has not been maintained since 2026-05-01: use cdev-hail. How: MIGRATION.md\n'],
  ])('on %s tells on stderr %j', async (day, err) => {
    expect(await runOn(day, ['Ada'])).toEqual({ exitCode: 0, out: 'hello Ada 1 warm\n', err });
  });

  test('tells it behind a failure too, and never to programs, to who wants quiet, or with --version', async () => {
    const failed = await runOn('2026-03-01', ['refused']);
    expect(failed.err.trimEnd().split('\n').at(-1)).toContain('! cdev-greeting is deprecated');
    for (const argv of [['Ada', '--json'], ['Ada', '-o', 'yaml'], ['Ada', '--quiet'], ['--version']])
      expect({ argv, err: (await runOn('2026-03-01', argv)).err }).toEqual({ argv, err: '' });
  });
});
