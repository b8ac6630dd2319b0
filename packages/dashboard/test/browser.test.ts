import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findChromium, openPage, tempRepo, testContext, type BrowserPage } from '@cdev/test-kit';
import { describe, expect, jest, test } from '@jest/globals';
import { dashboard, type DashboardOptions, type DashboardResult } from '../src/index.ts';
import { installSelf, month, now, plainOptions, type Month } from './month.ts';

// A browser that starts on a busy machine takes its time.
jest.setTimeout(120_000);

const browser = findChromium();
const suite = browser === undefined ? describe.skip : describe;

interface Served extends AsyncDisposable {
  readonly page: BrowserPage;
}

async function served(
  fixture: Pick<Month, 'repository' | 'home'>,
  more: Partial<DashboardOptions> = {},
  cwd = fixture.repository.path,
): Promise<Served> {
  const leave = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const append = async (result: unknown): Promise<void> => resolve((result as DashboardResult & { url: string }).url);
  const live = { isTerminal: false, show: async () => {}, append };
  const context = testContext({ cwd, home: fixture.home, live, signal: leave.signal, clock: () => now });
  const ended = dashboard({ ...plainOptions, ...more }, context).catch(reject);
  const page = await openPage(browser as string, await promise);
  await page.until(`document.querySelectorAll('#content > *').length > 2`);
  return {
    page,
    [Symbol.asyncDispose]: async () => {
      await page[Symbol.asyncDispose]();
      leave.abort();
      promise.catch(() => {});
      await ended;
    },
  };
}
const names = `[...document.querySelectorAll('button[data-script]')].map((row) => row.dataset.script).join(' ')`;
const all = 'alpha beta delta gamma pruefe-with-a-name-that-is-longer-than-others';

suite(`in a real Chromium${browser === undefined ? ' (not run: there is none on PATH)' : ''}`, () => {
  test('shows the month, filters it, opens a script, and can be sent to somebody as an address', async () => {
    await using fixture = await month();
    await using web = await served(fixture);
    const { page } = web;
    expect(await page.value(names)).toBe(all);
    expect(await page.value(`document.querySelector('.urgent').textContent`)).toContain('gamma is broken');
    expect(await page.value(`document.querySelector('#timeline').textContent`)).toContain('+24 % CPU with 1.1.0');
    expect(await page.value(`document.querySelector('#errors').textContent`)).toContain('CDEV_E_ALPHA_LOST');
    await page.value(`document.querySelector('.chip').click()`);
    await page.until(`${names} === 'gamma'`);
    await page.value(`location.hash = '#q=release&script=beta'`);
    await page.until(`${names} === 'beta delta'`);
    await page.until(`document.querySelectorAll('.inside .chart').length === 1`);
    expect(await page.value(`document.querySelector('.inside').textContent`)).toContain('+24 % with 1.1.0');
    expect(await page.value(`document.getElementById('filter').value`)).toBe('release');
    expect(page.failures).toEqual([]);
    // Nothing is asked for elsewhere.
    expect(page.requests.filter((url) => !url.startsWith('http://127.0.0.1:'))).toEqual([]);
  });

  test('is used by keys alone', async () => {
    await using fixture = await month();
    await using web = await served(fixture);
    const { page } = web;
    for (const key of ['j', 'j', 'Enter']) await page.press(key);
    await page.until(`location.hash === '#script=beta'`);
    // What is drawn anew leaves the focus where it is.
    expect(await page.value(`document.activeElement.dataset.script`)).toBe('beta');
    await page.press('s');
    await page.until(`document.querySelector('form.start') !== null`);
    await page.press('Escape');
    await page.until(`document.querySelector('form.start') === null`);
    await page.press('Escape');
    await page.until(`document.querySelector('.inside') === null`);
    await page.press('/');
    for (const key of 'gam') await page.press(key);
    await page.until(`${names} === 'gamma'`);
    await page.press('Escape');
    await page.press('?');
    await page.until(`document.querySelector('.keys') !== null`);
    await page.press('Escape');
    await page.until(`${names} === '${all}'`);
    expect(page.failures).toEqual([]);
  });

  test('starts a script by its form, shows what it writes as it comes, and stops it', async () => {
    await using fixture = await month();
    await using web = await served(fixture);
    const { page } = web;
    await page.value(`location.hash = '#script=beta&start='`);
    await page.until(`document.querySelector('[name="positional file"]') !== null`);
    // What changes the world is tried first.
    expect(await page.value(`document.querySelector('[name="option dry-run"]').checked`)).toBe(true);
    await page.value(`document.querySelector('[name="positional file"]').value = 'a $(b).txt'`);
    await page.value(`document.querySelector('[name="option wait"]').checked = true`);
    await page.value(`document.querySelector('[data-deed="run"]').click()`);
    await page.until(`document.querySelector('pre[data-output]')?.textContent.includes('"a $(b).txt"') === true`);
    const lines = `document.querySelector('pre[data-output]').textContent.split('still here').length`;
    await page.until(`${lines} > 3`);
    expect(await page.value(`document.querySelectorAll('pre[data-output] b').length`)).toBe(0);
    await page.value(`document.querySelector('[data-deed="stop"]').click()`);
    await page.until(`document.querySelector('#started').textContent.includes('stopped after')`);
    await page.resize(390, 900);
    expect(await page.value('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    // What is typed wrong is told beside the form.
    await page.value(`document.querySelector('[name="positional file"]').value = '--yes'`);
    await page.value(`document.querySelector('[data-deed="run"]').click()`);
    await page.until(`document.querySelector('.start .notice').textContent.includes('does not begin with a dash')`);
    // What another page could send does nothing.
    const body = JSON.stringify({ script: 'beta', command: 'other', positionals: {}, options: {} });
    const status = await page.value(
      `fetch('do/start', { method: 'POST', body: ${JSON.stringify(body)}, headers: { 'content-type': 'application/json', 'x-cdev-key': 'guess' } }).then((answer) => answer.status)`,
    );
    expect(status).toBe(403);
    expect(await page.value(`document.querySelectorAll('#started li').length`)).toBe(1);
    expect(page.failures).toEqual([]);
  });

  test('starts a real script by the form that is made of its own options', async () => {
    await using fixture = await month();
    const project = join(fixture.repository.path, '..', 'project');
    await installSelf(project);
    await using web = await served(fixture, {}, project);
    const { page } = web;
    await page.value(`location.hash = '#script=dashboard&start='`);
    await page.until(`document.querySelector('[name="option export"]') !== null`);
    await page.value(`document.querySelector('[name="option export"]').value = 'site'`);
    await page.value(`document.querySelector('[data-deed="run"]').click()`);
    await page.until(`document.querySelector('#started')?.textContent.includes('ended with 0') === true`);
    expect(await readFile(join(project, 'site', 'index.html'), 'utf8')).toContain('cdev scripts');
  });

  test('says what to do where no script is, and draws no empty table', async () => {
    await using repository = await tempRepo({ 'a.md': '# A\n' });
    await using web = await served({ repository, home: join(repository.path, '.git', 'home') });
    expect(await web.page.value(`document.querySelector('.urgent').textContent`)).toContain('npm install');
    expect(await web.page.value(`document.querySelectorAll('table.scripts').length`)).toBe(0);
  });

  test('only shows when it is told to', async () => {
    await using fixture = await month();
    await using web = await served(fixture, { isReadOnly: true });
    const { page } = web;
    await page.value(`location.hash = '#script=beta&start='`);
    await page.until(`document.querySelectorAll('.inside .chart').length === 1`);
    expect(await page.value(`document.querySelectorAll('[data-deed]').length`)).toBe(0);
    const status = await page.value(
      `fetch('do/describe', { method: 'POST', body: '{"script":"beta"}', headers: { 'content-type': 'application/json', 'x-cdev-key': document.querySelector('meta[name="cdev-key"]').content } }).then(async (answer) => (await answer.json()).code)`,
    );
    expect(status).toBe('CDEV_E_DASHBOARD_READ_ONLY');
  });

  test('stays within a phone, a tablet and a screen, and prints without what cannot be pressed', async () => {
    await using fixture = await month();
    await using web = await served(fixture);
    const { page } = web;
    await page.value(`location.hash = '#script=beta&start='`);
    await page.until(
      `document.querySelector('form.start') !== null && document.querySelectorAll('.inside .chart').length === 1`,
    );
    for (const width of [390, 800, 1280]) {
      await page.resize(width, 900);
      expect([width, await page.value('document.documentElement.scrollWidth <= innerWidth')]).toEqual([width, true]);
    }
    // The letters at which a code goes on in a new line.
    const breaks = `(() => {
      const code = document.querySelector('#errors .code');
      code.style.cssText = 'display: inline-block; width: 6em';
      const letters = [...code.childNodes].flatMap((node) => [...(node.data ?? '')].map((letter, at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return [letter, range.getBoundingClientRect().top];
      }));
      return letters.filter(([, top], at) => at > 0 && top > letters[at - 1][1]).map(([letter]) => letter).join('');
    })()`;
    expect(await page.value(breaks)).toMatch(/^_+$/);
    await page.media({ type: 'print' });
    expect(await page.value(`getComputedStyle(document.querySelector('form.start')).display`)).toBe('none');
    expect(await page.value(`getComputedStyle(document.querySelector('.inside .chart')).display`)).not.toBe('none');
  });

  test('is the same as a file, without a server', async () => {
    await using fixture = await month();
    const context = testContext({ cwd: fixture.repository.path, home: fixture.home, clock: () => now });
    await dashboard({ ...plainOptions, folder: 'site' }, context);
    const url = pathToFileURL(join(fixture.repository.path, 'site', 'index.html')).href;
    await using page = await openPage(browser as string, `${url}#script=beta`);
    await page.until(`document.querySelectorAll('.inside .chart').length === 1`);
    expect(await page.value(names)).toBe(all);
    expect(await page.value(`document.querySelectorAll('[data-deed]').length`)).toBe(0);
    expect(await page.value(`document.getElementById('link').textContent`)).toBe('as of 2026-11-27 12:00 UTC');
    expect([page.failures, page.requests.filter((asked) => !asked.startsWith('file:'))]).toEqual([[], []]);
  });
});
