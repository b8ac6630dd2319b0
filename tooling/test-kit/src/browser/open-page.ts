import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A page in a real browser, by the Chrome DevTools Protocol. */
export interface BrowserPage extends AsyncDisposable {
  /** The value of an expression, awaited. */
  readonly value: (expression: string) => Promise<unknown>;
  /** Waits until the expression is true. */
  readonly until: (expression: string) => Promise<void>;
  /** As if somebody had typed the address. */
  readonly goTo: (url: string) => Promise<void>;
  readonly resize: (width: number, height: number) => Promise<void>;
  /** Presses a key, such as `j` or `Enter`, where the focus is. */
  readonly press: (key: string) => Promise<void>;
  /** As the reader's system says: `light` or `dark`; `print` shows what would be printed. */
  readonly media: (given: { readonly scheme?: 'light' | 'dark'; readonly type?: 'screen' | 'print' }) => Promise<void>;
  /** Writes the whole page as a PNG. */
  readonly screenshot: (file: string) => Promise<void>;
  /** Addresses of all that was asked for since the page was opened. */
  readonly requests: readonly string[];
  /** What the page's script said went wrong. */
  readonly failures: readonly string[];
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
  const requests: string[] = [];
  const failures: string[] = [];
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
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message as { result?: unknown });
    const { request, exceptionDetails } = message.params ?? {};
    if (message.method === 'Network.requestWillBeSent') requests.push(request?.url ?? '');
    if (message.method === 'Runtime.exceptionThrown')
      failures.push(exceptionDetails?.exception?.description ?? exceptionDetails?.text ?? '');
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
  await send('Runtime.enable');
  await send('Network.enable');
  // In the background nothing is painted, and animation frames do not come.
  await send('Page.bringToFront');
  await send('Page.navigate', { url });
  const value = async (expression: string): Promise<unknown> => {
    const { result } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    return (result as { value?: unknown }).value;
  };
  return {
    value,
    answers,
    requests,
    failures,
    press: async (key) => {
      const text = key === 'Enter' ? '\r' : key.length === 1 ? key : undefined;
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...(text !== undefined && { text }) });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    },
    media: async ({ scheme = 'light', type = 'screen' }) => {
      const features = [{ name: 'prefers-color-scheme', value: scheme }];
      await send('Emulation.setEmulatedMedia', { media: type, features });
    },
    screenshot: async (file) => {
      const { data } = await send('Page.captureScreenshot', { captureBeyondViewport: true });
      await writeFile(file, Buffer.from(String(data), 'base64'));
    },
    until: async (expression) => {
      for (const end = performance.now() + 60_000; performance.now() < end;) {
        if ((await value(expression)) === true) return;
        await new Promise((later) => setTimeout(later, 50));
      }
      throw new Error(
        `It did not become true: ${expression}; the page says: ${String(await value('document.body.innerText'))}`,
      );
    },
    goTo: async (address) => {
      await send('Page.navigate', { url: address });
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

/** As much as is used of what the browser tells. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: {
    readonly request?: { readonly url: string };
    readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
  };
}
