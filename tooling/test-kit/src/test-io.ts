import { devNull } from 'node:os';
import { join } from 'node:path';
import type { Io, Output } from '@cdev/core/cli';
import { scrubbedEnvironment } from './scrubbed-environment.ts';

export interface TestIoOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The user's folder. Default: none that can be written, so logs and run records are lost, as on a full disk. */
  readonly home?: string;
  /** What a person types at the questions, in order; without it nobody can be asked. */
  readonly answers?: readonly string[];
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly signal?: AbortSignal;
  readonly clock?: () => Date;
}

export interface TestIo {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The questions that were asked. */
  readonly questions: readonly string[];
}

/** The `Io` of a run of `runCommand` inside the test, and what it wrote. The clock stands at the start of 2026. */
export function testIo(options: TestIoOptions): TestIo {
  const { isTerminal = false, columns = 100, home = join(devNull, 'home') } = options;
  const written = { stdout: '', stderr: '' };
  const output = (stream: 'stdout' | 'stderr'): Output => ({
    write: (text) => void (written[stream] += text),
    isTerminal,
    columns,
    rows: 40,
  });
  const { ask, questions } = askFrom(options.answers);
  const io: Io = {
    cwd: options.cwd,
    env: { ...scrubbedEnvironment(home), ...options.env },
    userFolder: home,
    stdout: output('stdout'),
    stderr: output('stderr'),
    ask,
    stdin: async () => options.stdin ?? '',
    signal: options.signal ?? new AbortController().signal,
    clock: options.clock ?? (() => new Date('2026-01-01T00:00:00Z')),
  };
  return { io, stdout: () => written.stdout, stderr: () => written.stderr, questions };
}

/** `ask` that answers from a list, and what it was asked. */
export function askFrom(answers: readonly string[] | undefined): { ask: Io['ask']; questions: string[] } {
  const questions: string[] = [];
  if (!answers) return { ask: undefined, questions };
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    questions.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`No answer is left for: ${question}`);
    return answer;
  };
  return { ask, questions };
}
