import type { ServerResponse } from 'node:http';

/** The browsers that look, each told the latest data at once and every change after it (server-sent events, HTML Living Standard 9.2). */
export interface EventChannel {
  readonly add: (response: ServerResponse) => void;
  readonly send: (data: unknown) => void;
  readonly count: () => number;
  readonly close: () => void;
}

/** Milliseconds after which a connection without news is kept alive: proxies and sleeping laptops drop silent ones. */
const heartbeat = 15_000;

export function createEventChannel(): EventChannel {
  const browsers = new Set<ServerResponse>();
  let latest: string | undefined;
  const beat = setInterval(() => {
    for (const browser of browsers) browser.write(': here\n\n');
  }, heartbeat);
  beat.unref();
  return {
    add: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      // Asked for again after a second when the connection breaks.
      response.write('retry: 1000\n\n');
      if (latest !== undefined) response.write(latest);
      browsers.add(response);
      response.on('close', () => browsers.delete(response));
    },
    send: (data) => {
      const text = `data: ${JSON.stringify(data)}\n\n`;
      if (text === latest) return;
      latest = text;
      for (const browser of browsers) browser.write(text);
    },
    count: () => browsers.size,
    close: () => {
      clearInterval(beat);
      for (const browser of browsers) browser.end();
    },
  };
}
