import { homedir } from 'node:os';
import { isatty } from 'node:tty';
import { endAll } from '../subprocess/at-end.ts';
import { boundTo } from '../subprocess/bound-to.ts';
import type { Script } from './command.ts';
import { currentFolder } from './current-folder.ts';
import { errors } from './errors.ts';
import type { Output } from './io.ts';
import { runCommand } from './run-command.ts';

/** The only function that touches the process: makes `Io` from it, runs the command line, ends with its exit code. */
export async function execute(script: Script, { version }: { version: string }): Promise<void> {
  // Nothing that this process starts is bound to what started it.
  delete process.env[boundTo];
  const abort = new AbortController();
  let hurry: (() => void) | undefined;
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) {
    process.on(signal, () => {
      if (!abort.signal.aborted) return abort.abort(signal);
      // Somebody who asks twice does not want to wait for the clean end.
      if (hurry === undefined) process.exit(130);
      const once = hurry;
      hurry = undefined;
      return once();
    });
  }
  // A reader that went away (`| head`) is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 70));
  }
  quietWarnings();
  const exitCode = await runCommand(script, version, process.argv.slice(2), {
    cwd: currentFolder(process),
    env: process.env,
    userFolder: homedir(),
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    // Asked without opening it, which a script that reads nothing is spared.
    ...(isatty(0) && process.env['CI'] === undefined && { ask: askAtTerminal(abort.signal), keys: keysAtTerminal }),
    stdin: () => readInput(abort.signal),
    streams: {
      get input() {
        return process.stdin;
      },
      output: process.stdout,
    },
    signal: abort.signal,
    onSecondSignal: (listener) => (hurry = listener),
    clock: () => new Date(),
  });
  await Promise.all([flushed(process.stdout), flushed(process.stderr), endAll()]);
  process.exit(exitCode);
}

/** That a part of Node is experimental is known to who wrote the script, and no business of who runs it. */
function quietWarnings(): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') process.stderr.write(`${name}: ${message}\n`);
  });
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => void (text !== '' && stream.write(text)),
    isTerminal: stream.isTTY === true,
    // Read at each use: the window may change its size.
    get columns() {
      return stream.columns as number | undefined;
    },
    get rows() {
      return stream.rows as number | undefined;
    },
  };
}

function askAtTerminal(signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    // At a question Ctrl-C comes as a key, and means what it always means.
    terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    try {
      return await terminal.question(question, { signal });
    } catch (cause) {
      if (signal.aborted || (cause as { code?: unknown }).code !== 'ABORT_ERR') throw cause;
      // Ctrl-D: there will be no answer. Node ends the question as if it had been called off.
      throw errors.make('CDEV_E_CLI_INTERRUPTED', { signal: 'Ctrl-D' }, { cause });
    } finally {
      terminal.close();
    }
  };
}

/** Ctrl-C comes as a key too then, and means what it always means. */
async function* keysAtTerminal(signal: AbortSignal): AsyncIterable<string> {
  const { emitKeypressEvents } = await import('node:readline');
  const { EventEmitter } = await import('node:events');
  const { stdin } = process;
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  try {
    for await (const [text, key] of EventEmitter.on(stdin, 'keypress', { signal }) as AsyncIterable<
      [string | undefined, { name?: string; ctrl?: boolean }]
    >) {
      if (key.ctrl === true && (key.name === 'c' || key.name === 'd')) process.kill(process.pid, 'SIGINT');
      else if (['up', 'down', 'return', 'escape', 'backspace'].includes(key.name ?? '')) yield key.name ?? '';
      else if (text !== undefined && key.ctrl !== true) yield text;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
  }
}

async function readInput(signal: AbortSignal): Promise<string> {
  const { text } = await import('node:stream/consumers');
  const { addAbortSignal } = await import('node:stream');
  return text(addAbortSignal(signal, process.stdin));
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => void stream.write('', () => done()));
}
