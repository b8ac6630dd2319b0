import { StringDecoder } from 'node:string_decoder';
import { subprocessErrors } from '@cdev/core/subprocess';
import { redact } from '@cdev/core/log';
import type { Client, ClientChannel } from 'ssh2';
import { bounds, type ExecOptions } from './open-host.ts';

/** Runs a command line in a channel of its own. Let go, by time limit or interruption, it sees the end of its stdin, as with a killed ssh. */
export async function execBySsh2(client: Client, line: string, options: ExecOptions, what: string): Promise<void> {
  const { signal, timeLimit, onStdin } = options;
  const cancelled = (): Error => subprocessErrors.make('CDEV_E_SUBPROCESS_CANCELLED', { command: what });
  if (signal?.aborted) throw cancelled();
  // A connection that is gone, or a host that gives no more channels: the script has not come to its end, which is told by who started it.
  const channel = await open(client, line).catch(() => undefined);
  if (!channel) return;
  await new Promise<void>((resolve, reject) => {
    let late: NodeJS.Timeout | undefined;
    let forced: NodeJS.Timeout | undefined;
    const over = (): void => {
      signal?.removeEventListener('abort', letGo);
      clearTimeout(late);
      clearTimeout(forced);
      if (signal?.aborted) reject(cancelled());
      else resolve();
    };
    const letGo = (): void => {
      channel.close();
      forced ??= setTimeout(over, bounds.grace);
    };
    signal?.addEventListener('abort', letGo, { once: true });
    if (timeLimit !== undefined) late = setTimeout(letGo, timeLimit);
    channel.once('close', over);
    channel.on('error', () => {});
    tell(channel, options);
    tell(channel.stderr, options);
    if (onStdin) onStdin(channel);
    else channel.end();
    if (signal?.aborted) letGo();
  });
}

function open(client: Client, line: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client.exec(line, (error, channel) => (error ? reject(error) : resolve(channel)));
  });
}

/** Whole lines as they come; the last one need not have an end. */
function tell(stream: NodeJS.ReadableStream, { secrets = [], onLine }: ExecOptions): void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const say = (line: string): void => onLine?.(redact(line.replace(/\r$/, ''), secrets), 'stdout');
  stream.on('data', (chunk: Buffer) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) say(line);
  });
  stream.on('end', () => {
    rest += decoder.end();
    if (rest !== '') say(rest);
  });
}
