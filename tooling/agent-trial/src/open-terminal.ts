import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';

export interface Terminal {
  /** Waits for the text on the screen, at most two minutes; whether it came. */
  readonly shows: (text: RegExp) => Promise<boolean>;
  readonly type: (keys: string) => Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  readonly text: () => string;
  readonly close: () => void;
}

export interface TerminalSetting {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const patience = 120_000;

/**
 * A program with a terminal of its own (util-linux `script`), 40 lines of 120 columns. What a real terminal answers by itself is answered here: where
 * the cursor is, and what kind of terminal it is; programs that draw a screen do not start without.
 */
export function openTerminal(words: readonly string[], { cwd, env }: TerminalSetting): Terminal {
  const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const child = spawn('script', ['-qfec', `stty rows 40 cols 120; exec ${line}`, '/dev/null'], {
    cwd,
    env: { ...process.env, ...env, TERM: 'xterm-256color' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let raw = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    raw += text;
    for (const [asked, answer] of answers) if (text.includes(asked)) child.stdin.write(answer);
  });
  child.stdin.on('error', () => {});
  const text = (): string => stripVTControlCharacters(raw);
  return {
    shows: async (wanted) => {
      for (const deadline = performance.now() + patience; performance.now() < deadline; await pause(100))
        if (wanted.test(text())) return true;
      return false;
    },
    type: async (keys) => {
      child.stdin.write(keys);
      await pause(300);
    },
    ended: new Promise((done) => child.once('close', done)),
    text,
    close: () => void child.kill('SIGKILL'),
  };
}

/** Cursor position, device attributes, colours of fore- and background (xterm's control sequences). */
const answers = [
  ['\u001B[6n', '\u001B[1;1R'],
  ['\u001B[c', '\u001B[?62;c'],
  ['\u001B]10;?', '\u001B]10;rgb:ffff/ffff/ffff\u001B\\'],
  ['\u001B]11;?', '\u001B]11;rgb:0000/0000/0000\u001B\\'],
] as const;
