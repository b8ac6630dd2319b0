import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Chromium that is on PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

/** A page in a real browser, by the Chrome DevTools Protocol. */
export interface BrowserPage extends AsyncDisposable {
  /** The value of an expression, awaited. */
  readonly value: (expression: string) => Promise<unknown>;
  /** Waits until the expression is true. */
  readonly until: (expression: string) => Promise<void>;
  readonly resize: (width: number, height: number) => Promise<void>;
  /** Answers of `prompt` and `confirm`, in order. */
  readonly answers: (string | boolean)[];
}

export async function openPage(browser: string, url: string): Promise<BrowserPage> {
  const profile = await mkdtemp(join(tmpdir(), 'cdev-chromium-'));
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(browser, [...args, 'about:blank'], {
    // What it leaves in the temporary folder goes with its profile.
    env: { ...process.env, TMPDIR: profile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise<string>((found, failed) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += String(chunk);
      const at = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (at !== undefined) found(at);
    });
    child.once('exit', () => failed(new Error(`Chromium ended: ${said}`)));
  });
  const socket = new WebSocket(address);
  await new Promise((open) => socket.addEventListener('open', open, { once: true }));
  const waiting = new Map<number, (message: { result?: unknown; error?: { message: string } }) => void>();
  const answers: (string | boolean)[] = [];
  let session: string | undefined;
  let last = 0;
  const send = async (method: string, params: object = {}): Promise<Record<string, unknown>> => {
    const id = (last += 1);
    const answer = new Promise<{ result?: unknown; error?: { message: string } }>((settle) => waiting.set(id, settle));
    socket.send(JSON.stringify({ id, method, params, ...(session !== undefined && { sessionId: session }) }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as Record<string, unknown>;
  };
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as { id?: number; method?: string };
    if (message.id !== undefined) waiting.get(message.id)?.(message as { result?: unknown });
    if (message.method === 'Page.javascriptDialogOpening') {
      const answer = answers.shift() ?? false;
      void send('Page.handleJavaScriptDialog', { accept: answer !== false, promptText: String(answer) });
    }
  });
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  ({ sessionId: session } = (await send('Target.attachToTarget', { targetId, flatten: true })) as {
    sessionId: string;
  });
  await send('Page.enable');
  await send('Page.navigate', { url });
  const value = async (expression: string): Promise<unknown> => {
    const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (result as { value?: unknown }).value;
  };
  return {
    value,
    answers,
    until: async (expression) => {
      for (const end = performance.now() + 15_000; performance.now() < end;) {
        if ((await value(expression)) === true) return;
        await new Promise((later) => setTimeout(later, 50));
      }
      throw new Error(
        `It did not become true: ${expression}; the page says: ${String(await value('document.body.innerText'))}`,
      );
    },
    resize: async (width, height) => {
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 500 });
    },
    [Symbol.asyncDispose]: async () => {
      socket.close();
      const ended = new Promise((done) => child.once('exit', done));
      child.kill();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
