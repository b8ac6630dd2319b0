import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFixed, isVariable, lastingShell, retire, type LastingShell } from './lasting-shell.ts';
import { programIn } from './program-in.ts';
import { quoteForShell } from './quote-for-shell.ts';

/** What a program said that ran to its end. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly isCanceled: boolean;
}

export interface Question {
  readonly cwd: string;
  /** The whole environment of the program; what is undefined is not in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Without it stdin is empty. */
  readonly input?: string | Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between the polite and the forced end. */
  readonly grace: number;
}

/** Characters: longer than what is asked, and far from what a shell cannot take. */
const longestScript = 60_000;
/** Bytes or characters: who is given more to read has more to say, and both would pass through the disk for the sake of one start. */
const longestInput = 60_000;
/** From here on the shell did not start the program, or something else than its own judgement ended it. */
const firstOfShell = 126;

/**
 * Runs a program that only reads from a small shell that is kept for all of them. On Linux a fork of a Node process copies the tables of all its memory, and
 * both sides copy what they touch next: half of what a short program costs. (macOS starts programs without a fork.) What it reads and writes goes through
 * files in the temporary folder.
 * @returns undefined where that cannot be, and where the program did not answer by a code of its own: it is then run in the ordinary way, which tells why.
 */
export async function answerByShell(
  file: string,
  args: readonly string[],
  { cwd, env, input, signal, grace }: Question,
): Promise<Answer | undefined> {
  const program = programIn(env['PATH'], file);
  const shell = program === undefined ? undefined : lastingShell();
  if (program === undefined || shell === undefined) return undefined;
  const command = [program, ...args].map(quoteForShell).join(' ');
  const changes = changesOf(shell.env, env);
  const length = changes === undefined ? 0 : command.length + changes.script.length;
  if (changes === undefined || length > longestScript || command.includes('\0')) return undefined;
  const id = (shell.questions += 1);
  const path = join(shell.folder, String(id));
  if ((input?.length ?? 0) > longestInput || !give(`${path}i`, input)) return undefined;
  const from = input === undefined ? '/dev/null' : quoteForShell(`${path}i`);
  const cancelling = cancelOn(signal, grace);
  const answer = ask(shell, id, {
    changes: changes.script,
    folder: cwd,
    command: `${command} <${from} >${quoteForShell(`${path}o`)} 2>${quoteForShell(`${path}e`)}`,
    path,
    ...(signal && { onProcess: cancelling.start }),
  });
  shell.env = changes.env;
  const { exitCode, wrote } = await answer;
  cancelling.end();
  if (input !== undefined) rmSync(`${path}i`, { force: true });
  const [stdout, stderr] = [take(`${path}o`, wrote.includes('o')), take(`${path}e`, wrote.includes('e'))];
  // The temporary folder is gone, as after a night with whoever clears it.
  if (stdout === undefined || stderr === undefined) retire(shell);
  if (stdout === undefined || stderr === undefined || exitCode === undefined) return undefined;
  const isCanceled = signal?.aborted === true;
  return isCanceled || isOwn(exitCode) ? { exitCode, stdout, stderr, isCanceled } : undefined;
}

/** Signals are told from 129 on, so that 128 is what a program ends with by itself: git where it refuses. */
function isOwn(exitCode: number): boolean {
  return exitCode < firstOfShell || exitCode === 128;
}

interface Asking {
  /** Of the environment, to that of this program and of all that follow. */
  readonly changes: string;
  readonly folder: string;
  readonly command: string;
  readonly path: string;
  /** Whoever may want to end the program; a shell tells the process id only of what it does not wait for itself, which takes a fork. */
  readonly onProcess?: (pid: number) => void;
}

/** What they wrote is read only where they wrote something. */
function ask(
  shell: LastingShell,
  id: number,
  { changes, folder, command, path, onProcess }: Asking,
): Promise<{ readonly exitCode: number | undefined; readonly wrote: string }> {
  const run = onProcess ? `${command} & echo ${id} + $!; wait $!` : command;
  const wrote = ['o', 'e'].map((name) => `[ -s ${quoteForShell(`${path}${name}`)} ] && cdev_w="\${cdev_w}${name}"; `);
  // The shell does not stay in a folder that somebody may want to unmount.
  const there = `if cd -P ${quoteForShell(folder)}; then ${run}; cdev_c=$?; cd /; else cdev_c=${firstOfShell}; fi; `;
  const script = `${there}cdev_w=-; ${wrote.join('')}echo ${id} $cdev_c "$cdev_w"`;
  return new Promise((resolve) => {
    shell.ask(id, changes, script, {
      onProcess: onProcess ?? (() => {}),
      onEnd: (exitCode, wroteTo) => resolve({ exitCode, wrote: wroteTo }),
    });
  });
}

/** What makes the one environment the other; undefined where a shell cannot. Names that no shell knows do not come through to the program. */
function changesOf(
  from: ReadonlyMap<string, string>,
  to: Question['env'],
): { readonly script: string; readonly env: ReadonlyMap<string, string> } | undefined {
  const env = new Map(
    Object.entries(to).filter((entry): entry is [string, string] => entry[1] !== undefined && isVariable(entry[0])),
  );
  const set = [...env].filter(([name, value]) => from.get(name) !== value);
  const unset = [...from.keys()].filter((name) => !env.has(name));
  if ([...set.map(([name]) => name), ...unset].some(isFixed) || set.some(([, value]) => value.includes('\0')))
    return undefined;
  const changes = [
    ...set.map(([name, value]) => `export ${name}=${quoteForShell(value)}; `),
    ...unset.map((name) => `unset ${name}; `),
  ];
  return { script: changes.join(''), env };
}

/** Ends the program politely when the signal comes, and by force after `grace` milliseconds. */
function cancelOn(
  signal: AbortSignal | undefined,
  grace: number,
): { readonly start: (pid: number) => void; readonly end: () => void } {
  let [pid, forced]: [number | undefined, NodeJS.Timeout | undefined] = [undefined, undefined];
  const cancel = (): void => {
    const started = pid;
    if (started === undefined || forced !== undefined) return;
    kill(started, 'SIGTERM');
    forced = setTimeout(() => kill(started, 'SIGKILL'), grace);
  };
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    start: (started) => {
      pid = started;
      if (signal?.aborted) cancel();
    },
    end: () => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(forced);
    },
  };
}

function kill(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Whether there was room for it. */
function give(file: string, input: Question['input']): boolean {
  try {
    if (input !== undefined) writeFileSync(file, input);
    return true;
  } catch {
    return false;
  }
}

/** What is in the file, which goes; undefined when it is not there. */
function take(file: string, isRead: boolean): Buffer | undefined {
  try {
    const content = isRead ? readFileSync(file) : Buffer.alloc(0);
    rmSync(file);
    return content;
  } catch {
    return undefined;
  }
}
