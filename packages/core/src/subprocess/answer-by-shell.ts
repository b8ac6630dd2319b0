import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isVariable, lastingShell, retire, type LastingShell } from './lasting-shell.ts';
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
 * Runs a program that only reads from one small shell that is kept for all of them. On Linux a fork of a Node process copies the tables of all its memory, and
 * both sides copy what they touch next: half of what a short program costs. (macOS starts programs without a fork.) What it reads and writes goes through
 * files in the temporary folder.
 * @returns undefined where that cannot be, and where the program did not answer by a code below 126: it is then run in the ordinary way, which tells why.
 */
export async function answerByShell(
  file: string,
  args: readonly string[],
  { cwd, env, input, signal, grace }: Question,
): Promise<Answer | undefined> {
  const program = `cd -P ${quoteForShell(cwd)} || exit ${firstOfShell}; exec ${[file, ...args].map(quoteForShell).join(' ')}`;
  if (program.length > longestScript || program.includes('\0') || (input?.length ?? 0) > longestInput) return undefined;
  const shell = lastingShell();
  const changes = shell && changesOf(shell.env, env);
  if (shell === undefined || changes === undefined) return undefined;
  const id = (shell.questions += 1);
  const path = join(shell.folder, String(id));
  if (!give(`${path}i`, input)) return undefined;
  const from = input === undefined ? '/dev/null' : quoteForShell(`${path}i`);
  const cancelling = cancelOn(signal, grace);
  const { exitCode, wrote } = await ask(shell, id, {
    script: `{ ${changes}${program}; } <${from} >${quoteForShell(`${path}o`)} 2>${quoteForShell(`${path}e`)}`,
    path,
    ...(signal && { onProcess: cancelling.start }),
  });
  cancelling.end();
  if (input !== undefined) rmSync(`${path}i`, { force: true });
  const [stdout, stderr] = [take(`${path}o`, wrote.includes('o')), take(`${path}e`, wrote.includes('e'))];
  // The temporary folder is gone, as after a night with whoever clears it.
  if (stdout === undefined || stderr === undefined) retire(shell);
  if (stdout === undefined || stderr === undefined || exitCode === undefined) return undefined;
  const isCanceled = signal?.aborted === true;
  return isCanceled || exitCode < firstOfShell ? { exitCode, stdout, stderr, isCanceled } : undefined;
}

/** In the background, so that several run at once; what they wrote is read only where they wrote something. */
function ask(
  shell: LastingShell,
  id: number,
  {
    script,
    path,
    onProcess,
  }: { readonly script: string; readonly path: string; readonly onProcess?: (pid: number) => void },
): Promise<{ readonly exitCode: number | undefined; readonly wrote: string }> {
  const note = onProcess ? `echo ${id} + $!; ` : '';
  const wrote = ['o', 'e'].map((name) => `[ -s ${quoteForShell(`${path}${name}`)} ] && w="\${w}${name}"; `).join('');
  return new Promise((resolve) => {
    shell.ask(id, `{ ${script} & ${note}wait $!; c=$?; w=-; ${wrote}echo ${id} $c "$w"; } &\n`, {
      onProcess: onProcess ?? (() => {}),
      onEnd: (exitCode, wroteTo) => resolve({ exitCode, wrote: wroteTo }),
    });
  });
}

/** What makes the one environment the other. Names that no shell knows do not come through to the program. */
function changesOf(from: ReadonlyMap<string, string>, to: Question['env']): string | undefined {
  const changes: string[] = [];
  for (const [name, value] of Object.entries(to)) {
    if (value === undefined || from.get(name) === value || !isVariable(name)) continue;
    if (value.includes('\0')) return undefined;
    changes.push(`export ${name}=${quoteForShell(value)}; `);
  }
  for (const name of from.keys()) if (to[name] === undefined) changes.push(`unset ${name}; `);
  return changes.join('');
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
