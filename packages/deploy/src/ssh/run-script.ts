import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type { Context } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import type { OpenHost } from './open-host.ts';

export interface ScriptOptions {
  /** What is done, for messages. */
  readonly step: string;
  /** Follows the script on stdin; a secret goes here and nowhere else. */
  readonly data?: Uint8Array | undefined;
  /** Follows the script on stdin, which is closed after it; without it stdin stays open as the sign that we are alive. */
  readonly stream?: (() => Readable) | undefined;
  /** Seconds until the connection is let go, which ends the work on the host. */
  readonly timeLimit?: number | undefined;
  readonly secrets?: readonly string[] | undefined;
  /** What hooks print, line by line, redacted. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface ScriptResult {
  /** What the script said by `say`, in order: a word and the rest of the line. */
  readonly said: readonly (readonly [word: string, rest: string])[];
  readonly exitCode: number;
  /** What else was printed; the last lines of it. */
  readonly output: string;
}

/**
 * Runs a script of POSIX sh on the host. It goes there on stdin, so neither it nor what follows it is ever in a list of processes; the command line
 * there is the same for all but for a number. Answers are told from other output by a word that only this run knows.
 * @throws CDEV_E_DEPLOY_HOST_LOST when the script did not come to its end
 */
export async function runScript(
  open: OpenHost,
  body: string,
  options: ScriptOptions,
  { cwd, env, signal }: Context,
): Promise<ScriptResult> {
  const nonce = randomBytes(9).toString('hex');
  const script = Buffer.from(`nonce=${nonce}\n${opening}${body}\n`);
  const said: (readonly [string, string])[] = [];
  const output: string[] = [];
  const { host } = open;
  const { step, timeLimit } = options;
  const running = open.exec(bootstrap(script.length), {
    cwd,
    env,
    signal,
    ...(timeLimit !== undefined && { timeLimit: timeLimit * 1000 }),
    ...(options.secrets && { secrets: options.secrets }),
    onStdin: (stdin) => feed(stdin, script, options),
    onLine: (line) => {
      const [, word, rest = ''] = line.startsWith(`@${nonce} `) ? (/^@\S+ (\S+) ?(.*)$/.exec(line) ?? []) : [];
      if (word !== undefined) said.push([word, rest]);
      else if (line !== '') {
        output.push(line);
        if (output.length > 200) output.shift();
        options.onLine?.(line);
      }
    },
  });
  await endOf(running, { what: `${step} on ${host.name}`, timeLimit, signal });
  const end = said.find(([word]) => word === 'end');
  if (!end)
    throw errors.make('CDEV_E_DEPLOY_HOST_LOST', { host: host.name, step }, { details: { output: output.slice(-5) } });
  return { said: said.filter((line) => line !== end), exitCode: Number(end[1]), output: output.slice(-20).join('\n') };
}

interface Patience {
  readonly what: string;
  /** Seconds. */
  readonly timeLimit: number | undefined;
  readonly signal: AbortSignal;
}

/** Milliseconds for what is being ended. */
const grace = 3000;

/**
 * The shared connection keeps a session's output open until the host ends it, also when our end of it is gone: a program there that does not notice
 * would be waited for without end.
 */
function endOf(running: Promise<unknown>, { what, timeLimit, signal }: Patience): Promise<void> {
  return new Promise((resolve, reject) => {
    let cut: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      cut = setTimeout(() => reject(new Error(`${what} was interrupted`)), grace);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const late = timeLimit === undefined ? undefined : setTimeout(resolve, timeLimit * 1000 + grace);
    const over = (): void => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(late);
      clearTimeout(cut);
    };
    void running.then(() => resolve(), reject).finally(over);
  });
}

/** `dd` takes one byte at a time, so it takes the script and nothing of what follows; a shell that reads a script itself reads ahead. */
function bootstrap(length: number): string {
  return `exec sh -c 'eval "$(dd bs=1 count=${length} 2>/dev/null)"'`;
}

const opening = `set -u
LC_ALL=C; export LC_ALL
say() { printf '@%s %s\\n' "$nonce" "$*"; }
trap 'say end "$?"' EXIT
trap 'exit 129' HUP INT TERM PIPE
exec 3<&0 </dev/null 2>&1
`;

function feed(stdin: Writable, script: Buffer, { data, stream }: ScriptOptions): void {
  stdin.write(script);
  if (data) stdin.write(data);
  if (!stream) return;
  const source = stream();
  // The archive's last entry says that it is whole, so a stream that breaks off is noticed on the host.
  source.on('error', () => stdin.destroy());
  source.pipe(stdin);
}

/** The first answer of that name. */
export function answer({ said }: ScriptResult, word: string): string | undefined {
  return said.find(([name]) => name === word)?.[1];
}

/** All answers of that name. */
export function answers({ said }: ScriptResult, word: string): string[] {
  return said.filter(([name]) => name === word).map(([, rest]) => rest);
}

/** A text as one word of a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path on the host as one word; `~/` is the account's folder. */
export function quotePath(path: string): string {
  return path.startsWith('~/') ? `"$HOME"/${quote(path.slice(2))}` : quote(path);
}
