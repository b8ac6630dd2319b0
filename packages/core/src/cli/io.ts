/** A stream as the command line needs it. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
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
  readonly signal: AbortSignal;
  readonly clock: () => Date;
}
