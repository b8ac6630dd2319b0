import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { agentLog } from '@cdev/agent-run';
import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { monitorWeb, type RunView, type ServedPage } from '../../src/index.ts';

const options = { plan: undefined, host: undefined, port: 0, interval: 50, untilDone: true };

/** The page of a run, asked as a browser does, until the run is over. */
async function served(
  cwd: string,
  look: (page: { url: string; cookie: string }) => Promise<void>,
): Promise<ServedPage> {
  let looking: Promise<void> | undefined;
  const append = async (result: unknown): Promise<void> => {
    const { url } = result as ServedPage;
    const first = await fetch(url, { redirect: 'manual' });
    const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
    looking = look({ url: new URL('/', url).href, cookie });
  };
  const live = { isTerminal: false, show: async () => {}, append };
  const { result } = await monitorWeb(options, testContext({ cwd, live }));
  await looking;
  return result;
}

test('shows a run and the end of an agent’s log in the browser, and ends when nothing runs', async () => {
  await using fixture = await parallelRun({ files: { 'a.txt': 'a\n' }, agents: { login: { owns: ['a.txt'] } } });
  const log = agentLog(fixture.commonDir, { planId: fixture.plan.id, agentId: 'login', attempt: 1 });
  await mkdir(dirname(log), { recursive: true });
  const token = `ghp_${'A1b2C3d4E5'.repeat(4)}`;
  await writeFile(
    log,
    `${Array.from({ length: 5000 }, (_, at) => `line ${at}`).join('\n')}\n\u001B[31mred\u001B[0m ${token}\n`,
  );
  const place = { agent: 'login', attempt: 1, driver: 'command', log };
  await fixture.journal.append({ type: 'agent-started', ...place, pid: process.pid, startTime: '' });
  const result = await served(fixture.repository.path, async ({ url, cookie }) => {
    const headers = { cookie };
    const page = await (await fetch(url, { headers })).text();
    expect(page).toContain('<title>Two things · cdev</title>');
    const { body } = await fetch(`${url}events`, { headers });
    let text = '';
    for await (const chunk of body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes('data: ')) break;
    }
    const view = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '') as RunView;
    expect(view.agents).toMatchObject([{ id: 'login', status: 'running' }]);
    const told = (await (await fetch(`${url}ask/log?agent=login`, { headers })).json()) as { lines: string[] };
    expect(told.lines).toHaveLength(200);
    expect(told.lines.at(-1)).toBe('red [redacted]');
    expect((await fetch(`${url}ask/log?agent=nobody`, { headers })).status).toBe(404);
    await fixture.finish('login');
  });
  expect(result).toMatchObject({ plan: fixture.plan.id, isEnded: true });
});

test('refuses a port that is none', async () => {
  await using fixture = await parallelRun({ files: {}, agents: { a: { owns: ['a'] } } });
  await expect(
    monitorWeb({ ...options, port: 70_000 }, testContext({ cwd: join(fixture.repository.path) })),
  ).rejects.toMatchObject({ code: 'CDEV_E_MONITOR_PORT_INVALID' });
});
