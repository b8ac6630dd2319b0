import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CaseSetting } from './subject.ts';

/** Beside this file, in the form that this file has: source or built. */
const program = fileURLToPath(
  new URL(`worker-program.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
);

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** The next line that it writes; throws when it ends first. */
  readonly next: () => Promise<Readonly<Record<string, unknown>>>;
  readonly say: (line: string) => void;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<unknown>;
}

/** `work`: claims and completes until told `end`. `hold`: claims one and keeps it alive; `try` then tries all that a claim may. */
export function startWorker({ subject, label, atEnd }: CaseSetting, mode: 'work' | 'hold', id: string): WorkerProcess {
  const { nodeArguments = [], module } = subject;
  const child = spawn(process.execPath, [...nodeArguments, program, module.url, module.argument, mode, label, id], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  // Whoever writes to one that was killed is told by the lines that do not come.
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  atEnd(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return {
    ended,
    next: async () => {
      const { done, value } = await lines.next();
      if (done === true) throw new Error(`the worker ended: ${complaints}`);
      return JSON.parse(value) as Readonly<Record<string, unknown>>;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    signal: (name) => void child.kill(name),
  };
}
