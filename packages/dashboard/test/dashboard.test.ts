import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createStyle } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { dashboard, type DashboardOptions } from '../src/index.ts';
import { resultText } from '../src/human.ts';
import { month, now, plainOptions } from './month.ts';

describe('dashboard', () => {
  test('writes a page that needs nothing else, and its data', async () => {
    await using fixture = await month();
    const context = testContext({ cwd: fixture.repository.path, home: fixture.home, clock: () => now });
    const { result } = await dashboard({ ...plainOptions, folder: 'site' }, context);
    expect(result).toMatchObject({ kind: 'exported', scripts: 5, records: 1103 });
    const site = join(fixture.repository.path, 'site');
    const page = await readFile(join(site, 'index.html'), 'utf8');
    // No address of anything elsewhere, and no way for a text to end the element that it stands in.
    expect(page).not.toMatch(/(?:src|href)=["']/);
    expect(page.split('</script>')).toHaveLength(3);
    const data = JSON.parse(await readFile(join(site, 'data.json'), 'utf8')) as { overview: { scripts: unknown[] } };
    expect(data.overview.scripts).toHaveLength(5);
    expect(await fixture.repository.git('status', '--porcelain')).toBe('?? site/');
  });

  test.each<[string, Partial<DashboardOptions>]>([
    ['CDEV_E_DASHBOARD_PORT_INVALID', { port: 70_000 }],
    ['CDEV_E_DASHBOARD_SPAN_TOO_SHORT', { last: 1000 }],
    ['CDEV_E_DASHBOARD_NOT_WRITTEN', { folder: 'packages/p0/package.json/site' }],
  ])('refuses with %s', async (code, more) => {
    await using fixture = await month();
    const context = testContext({ cwd: fixture.repository.path, home: fixture.home, clock: () => now });
    await expect(dashboard({ ...plainOptions, ...more }, context)).rejects.toMatchObject({ code });
  });

  test('says where the page is, and who may look', () => {
    const page = { style: createStyle(false), columns: 80 };
    const served = { kind: 'served', url: 'http://127.0.0.1:1/?token=x', isReadOnly: false, isEnded: false } as const;
    expect(resultText(served, page)).toBe(
      'http://127.0.0.1:1/?token=x\nWhoever has this address can look, and start scripts. Ctrl-C ends it.\n',
    );
    expect(resultText({ ...served, isReadOnly: true }, page)).toContain('can look. Ctrl-C');
    expect(resultText({ kind: 'exported', file: '/s/index.html', scripts: 2, records: 3 }, page)).toBe(
      '✓ /s/index.html  2 scripts, 3 run records\n',
    );
  });
});
