import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { monitorWeb, type ServedPage } from '../../src/index.ts';
import { findChromium, openPage } from './chromium.ts';

const browser = findChromium();
const suite = browser === undefined ? describe.skip : describe;

suite(`in a real Chromium${browser === undefined ? ' (not run: there is none on PATH)' : ''}`, () => {
  test('an agent is chosen, told something, given a path, and its diff read', async () => {
    await using fixture = await parallelRun({
      files: { 'a.txt': 'a\n', 'free.txt': 'x\n' },
      agents: { login: { owns: ['a.txt'] }, search: { owns: ['b.txt'] } },
    });
    await fixture.worktrees['login']?.write({ 'a.txt': 'changed by <b>login</b>\n' });
    const leave = new AbortController();
    let found: (url: string) => void = () => {};
    const served = new Promise<string>((settle) => (found = settle));
    const append = async (result: unknown): Promise<void> => found((result as ServedPage).url);
    const live = { isTerminal: false, show: async () => {}, append };
    const context = testContext({ cwd: fixture.repository.path, live, signal: leave.signal });
    const ended = monitorWeb(
      { plan: undefined, host: undefined, port: 0, interval: 200, untilDone: false },
      context,
    ).catch(() => {});
    const url = await served;
    try {
      await using page = await openPage(browser as string, url);
      await page.until(`document.querySelectorAll('.agents > li').length === 2`);
      expect(await page.value('location.search')).toBe('');
      await page.value(`document.querySelector('button[data-agent="login"]').click()`);
      await page.until(`document.querySelector('[data-deed="message"]') !== null`);
      page.answers.push('Mind the gap');
      await page.value(`document.querySelector('[data-deed="message"]').click()`);
      await page.until(`document.querySelector('.notice').textContent.startsWith('told login')`);
      page.answers.push('free.txt');
      await page.value(`document.querySelector('[data-deed="give a path"]').click()`);
      await page.until(`document.querySelector('.notice').textContent === "free.txt is login's now"`);
      page.answers.push('b.txt');
      await page.value(`document.querySelector('[data-deed="give a path"]').click()`);
      await page.until(`document.querySelector('.notice').textContent.startsWith('✗')`);
      await page.value(`document.querySelector('[data-deed="diff"]').click()`);
      await page.until(`document.querySelector('.detail pre').textContent.includes('+changed by <b>login</b>')`);
      expect(await page.value(`document.querySelectorAll('.detail pre b').length`)).toBe(0);
      // On a phone nothing stands out over the side.
      await page.resize(390, 800);
      expect(await page.value('document.documentElement.scrollWidth <= 390')).toBe(true);
      const types = (await fixture.journal.read()).map(({ type }) => type);
      expect(types).toEqual(expect.arrayContaining(['message-sent', 'ownership-changed']));
      // What another site could send does nothing.
      const status = await page.value(
        `fetch('do/stop', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'x-cdev-key': 'guess' } }).then((answer) => answer.status)`,
      );
      expect(status).toBe(403);
    } finally {
      leave.abort();
      await ended;
    }
  });
});
