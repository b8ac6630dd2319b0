import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { atEnd } from './at-end.ts';
import { lineSplitter } from './line-splitter.ts';

export interface Asked {
  readonly onProcess: (pid: number) => void;
  /** Without an exit code when the shell is gone. */
  readonly onEnd: (exitCode: number | undefined, wrote: string) => void;
}

/** A shell that takes scripts of a line until this process ends. Each answers by lines of its own: `<id> + <process id>` and `<id> <exit code> <word>`. */
export interface LastingShell {
  /** For what the scripts write; it goes with this process. */
  readonly folder: string;
  /** What programs are started with, after the last changes to it. */
  env: ReadonlyMap<string, string>;
  questions: number;
  readonly isBusy: () => boolean;
  /** `changes` stay for all that follow. */
  readonly ask: (id: number, changes: string, script: string, asked: Asked) => void;
  readonly end: () => void;
}

/** Takes one script at a time and starts its program without any fork; starting the shell itself takes one of this process. */
let alone: LastingShell | undefined;
/** Takes any number at once, and forks itself for each. */
let several: LastingShell | undefined;
let askedAlone = 0;
let isImpossible = process.platform !== 'linux';

/** Whoever has asked so often with nobody else asking will ask on: the fork of a second shell comes back. */
const oftenAlone = 4;

/** One of this process that has time; undefined where there can be none. It keeps this process running only while a script is awaited. */
export function lastingShell(): LastingShell | undefined {
  if (isImpossible) return undefined;
  if (several?.isBusy() !== true) askedAlone += 1;
  if (askedAlone <= oftenAlone || alone?.isBusy() === true) return (several ??= start((script) => `{ ${script}; } &`));
  return (alone ??= start((script) => script));
}

/** The next question gets a new one. */
export function retire(old: LastingShell): void {
  if (alone === old) alone = undefined;
  else if (several === old) several = undefined;
  else return;
  old.end();
}

/** Whether a shell hands a variable of this name on as it is: it sets some itself, and drops what is no name to it. */
export function isVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name);
}

/** Whether some shell refuses to set a variable of this name, or goes by it, or its scripts set it. */
export function isFixed(name: string): boolean {
  return /^(?:PPID|E?UID|SHELLOPTS|BASHOPTS|BASH_VERSINFO|OPTIND|LINENO|IFS|cdev_[cw])$/.test(name);
}

/** What keeps the process running while it is referred to. */
interface Referable {
  ref(): void;
  unref(): void;
}

/** Milliseconds that a shell may take to end. */
const patience = 1000;

function start(line: (script: string) => string): LastingShell | undefined {
  const folder = makeFolder();
  if (folder === undefined) return undefined;
  const env = Object.entries(process.env).filter((entry): entry is [string, string] => isVariable(entry[0]));
  // Its own session keeps the terminal's Ctrl-C away from it; what runs when this process is killed goes on to its end.
  const child = spawn('/bin/sh', ['-s', '--', folder], { cwd: '/', detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  const { stdin, stdout } = child;
  const [input, output] = [stdin, stdout] as unknown as readonly [Referable, Referable];
  // The shell itself too: where it has been killed, its pipe can be at its end before its own end is told.
  const answering = [child, output];
  const waiting = new Map<number, Asked>();
  const started: LastingShell = {
    folder,
    env: new Map(env),
    questions: 0,
    isBusy: () => waiting.size > 0,
    ask(id, changes, script, asked) {
      if (waiting.size === 0) for (const one of answering) one.ref();
      waiting.set(id, asked);
      stdin.write(`${changes}${line(script)}\n`);
    },
    end: () => stdin.end(),
  };
  const end = (id: number, exitCode: number | undefined, wrote = ''): void => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) for (const one of answering) one.unref();
    asked?.onEnd(exitCode, wrote);
  };
  const lines = lineSplitter((line) => {
    const [id, code, word = ''] = line.split(' ');
    if (code === '+') waiting.get(Number(id))?.onProcess(Number(word));
    else end(Number(id), Number(code), word);
  });
  stdout.on('data', (chunk: Buffer) => lines.add(chunk));
  stdin.on('error', () => {});
  const gone = (): void => {
    isImpossible ||= alone === started || several === started;
    for (const id of waiting.keys()) end(id, undefined);
  };
  child.once('error', gone).once('close', gone);
  for (const one of [input, ...answering]) one.unref();
  // Whoever waits for this process, and counts what it took, waits for the shell as well.
  atEnd(async () => {
    // Before the shell ends, which would start a program for it.
    rmSync(folder, { recursive: true, force: true });
    retire(started);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.ref();
    // Not its close: the pipes that it waits for hold nothing open, and this process would end before.
    await Promise.race([once(child, 'exit'), setTimeout(patience, undefined, { ref: false })]).catch(() => {});
    child.unref();
  });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // Where this process is killed, the shell is left to do it.
  stdin.write(`trap 'wait; [ -d "$1" ] && rm -rf -- "$1"' EXIT\n`);
  return started;
}

function makeFolder(): string | undefined {
  try {
    return mkdtempSync(join(tmpdir(), 'cdev-answers-'));
  } catch {
    isImpossible = true;
    return undefined;
  }
}
