import { parallelRun } from '@cdev/run-fixture';
import { isProcessAlive } from '@cdev/git';
import { findChromium, openPage, testContext } from '@cdev/test-kit';
import { describe, expect, jest, test } from '@jest/globals';
import { monitorWeb, type ServedPage } from '../../src/index.ts';
import { liveEnvironment, liveHome, runnersGone, stateOf, until } from '../live-run.ts';

// A browser that starts on a busy machine takes its time.
jest.setTimeout(120_000);

const browser = findChromium();
const suite = browser === undefined ? describe.skip : describe;

suite(`in a real Chromium${browser === undefined ? ' (not run: there is none on PATH)' : ''}`, () => {
  test('an agent is chosen, told something, given a path, and its diff read', async () => {
    await using fixture = await parallelRun({
      files: { 'a.txt': 'a\n', 'free.txt': 'x\n' },
      agents: { login: { owns: ['a.txt'] }, search: { owns: ['b.txt'] } },
    });
    await fixture.worktrees['login']?.write({ 'a.txt': 'changed by <b>login</b>\n' });
    await using web = await servedMonitor(fixture.repository.path);
    await using page = await openPage(browser as string, await web.url);
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
  });

  test('a live agent is started, listened to, stopped with its work kept, and tried again', async () => {
    await using fixture = await parallelRun({ files: { 'a.txt': 'a\n' }, agents: { login: { owns: ['a.txt'] } } });
    await using web = await servedMonitor(fixture.repository.path, { home: liveHome, env: liveEnvironment });
    await using page = await openPage(browser as string, await web.url);
    const press = async (deed: string): Promise<void> => {
      const button = `document.querySelector('[data-deed="${deed}"]')`;
      await page.until(`${button} !== null`);
      await page.value(`${button}.click()`);
    };
    const isShown = (state: string): Promise<void> =>
      page.until(`document.querySelector('button[data-agent="login"]').innerText.includes('${state}')`);
    await page.until(`document.querySelector('button[data-agent="login"]') !== null`);
    await page.value(`document.querySelector('button[data-agent="login"]').click()`);
    page.answers.push(true);
    await press('retry');
    await isShown('running');
    const { pid = 0, startTime = '' } = (await stateOf(fixture)) ?? {};
    expect(isProcessAlive(pid, startTime)).toBe(true);
    await until('its file', async () => (await fixture.worktrees['login']?.git('diff', '--name-only')) === 'a.txt');
    await press('attach');
    await page.until(`document.querySelector('.detail pre').textContent.includes('attempt 1 of login')`);
    // Declined, it goes on.
    page.answers.push(false);
    await press('stop');
    expect((await stateOf(fixture))?.status).toBe('running');
    page.answers.push(true);
    await press('stop');
    await page.until(`document.querySelector('.notice').textContent === 'login is stopped; its work is kept'`);
    expect(isProcessAlive(pid, startTime)).toBe(false);
    const stopped = await stateOf(fixture);
    expect(stopped).toMatchObject({ status: 'failed', ended: 'cancelled', attempt: 1 });
    expect(await fixture.repository.git('show', `${stopped?.snapshots.at(-1)?.ref}:a.txt`)).toBe('a\nattempt 1');
    await isShown('failed');
    await until('attempt 2', async () => {
      // Whoever ran it may still be about to go: that is told, and the person tries once more.
      if ((await page.value(`document.querySelector('.notice').textContent.includes('…')`)) !== true) {
        if ((await stateOf(fixture))?.attempt === 1) {
          page.answers.push(true);
          await press('retry');
          await page.until(`!document.querySelector('.notice').textContent.includes('…')`);
        }
      }
      return (await stateOf(fixture))?.status === 'finished';
    });
    expect(await stateOf(fixture)).toMatchObject({ attempt: 2, ended: 'done' });
    await isShown('finished');
    await runnersGone(fixture);
  }, 120_000);
});

/** The page of the newest plan, until it is disposed of. */
async function servedMonitor(
  cwd: string,
  more: { readonly home?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<AsyncDisposable & { readonly url: Promise<string> }> {
  const leave = new AbortController();
  const { promise: url, resolve } = Promise.withResolvers<string>();
  const append = async (result: unknown): Promise<void> => resolve((result as ServedPage).url);
  const live = { isTerminal: false, show: async () => {}, append };
  const options = { plan: undefined, host: undefined, port: 0, interval: 200, untilDone: false };
  const ended = monitorWeb(options, testContext({ cwd, live, signal: leave.signal, ...more })).catch(() => {});
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      leave.abort();
      await ended;
    },
  };
}
