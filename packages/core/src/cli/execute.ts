import { homedir } from 'node:os';
import { endAll } from '../subprocess/at-end.ts';
import { boundTo } from '../subprocess/bound-to.ts';
import type { Script } from './command.ts';
import { currentFolder } from './current-folder.ts';
import { errors } from './errors.ts';
import { runCommand } from './run-command.ts';
import { isTerminal, StandardOutput } from './standard-output.ts';

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
  const endFor = ({ code }: NodeJS.ErrnoException): never => process.exit(code === 'EPIPE' ? 0 : 70);
  const stdout = new StandardOutput(1, () => process.stdout, endFor);
  const stderr = new StandardOutput(2, () => process.stderr, endFor);
  quietWarnings(stderr);
  const exitCode = await runCommand(script, version, process.argv.slice(2), {
    cwd: currentFolder(process),
    env: process.env,
    userFolder: homedir(),
    stdout,
    stderr,
    // Asked without opening it, which a script that reads nothing is spared.
    ...(process.env['CI'] === undefined &&
      isTerminal(0) && { ask: askAtTerminal(stderr, abort.signal), keys: keysAtTerminal }),
    stdin: () => readInput(abort.signal),
    streams: {
      get input() {
        return process.stdin;
      },
      get output() {
        return stdout.stream;
      },
    },
    signal: abort.signal,
    onSecondSignal: (listener) => (hurry = listener),
    clock: () => new Date(),
  });
  // What is waited for below holds nothing open by itself: where nothing else does, this process ends there, with this answer.
  process.exitCode = exitCode;
  await Promise.all([stdout.flushed(), stderr.flushed(), endAll()]);
  process.exit(exitCode);
}

/** That a part of Node is experimental is known to who wrote the script, and no business of who runs it. */
function quietWarnings(stderr: StandardOutput): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => {
    if (name !== 'ExperimentalWarning') stderr.write(`${name}: ${message}\n`);
  });
}

function askAtTerminal(stderr: StandardOutput, signal: AbortSignal): (question: string) => Promise<string> {
  return async (question) => {
    const { createInterface } = await import('node:readline/promises');
    const terminal = createInterface({ input: process.stdin, output: stderr.stream });
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
