import type { Readable, Writable } from 'node:stream';

/** A stream as the command line needs it. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** The two ends of a conversation with another program. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
}

/** Everything of the process that a command line needs; `execute` makes it from the real one, tests make their own. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder, for `~/.cdev`. */
  readonly userFolder: string;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Asks at the terminal and gives the line typed; undefined when nobody can be asked. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** All of stdin as text, for commands whose argument is `-`; without it stdin is empty. */
  readonly stdin?: (() => Promise<string>) | undefined;
  /** stdin and stdout as they are, for a command that speaks a protocol over them. */
  readonly streams?: Streams | undefined;
  /** Keys pressed at the terminal, one by one and unseen: a character, or `up`, `down`, `return`, `escape`, `backspace`. */
  readonly keys?: ((signal: AbortSignal) => AsyncIterable<string>) | undefined;
  readonly signal: AbortSignal;
  /** Called instead of an end at once when somebody asks a second time; a third time nothing holds it. */
  readonly onSecondSignal?: ((listener: () => void) => void) | undefined;
  readonly clock: () => Date;
}
