import { fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty } from 'node:tty';
import type { Output } from './io.ts';

/**
 * stdout or stderr. To a file or another program it is written without a stream, as the runtime's own streams do there: what is behind them loads in
 * a tenth of the time that Node takes to start. On a terminal, whose size is asked for, and on Windows, whose consoles want text, the stream writes.
 */
export class StandardOutput implements Output {
  readonly isTerminal: boolean;
  readonly #descriptor: 1 | 2;
  readonly #open: () => NodeJS.WriteStream;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  #stream: NodeJS.WriteStream | undefined;

  /** `onError` is told of what could not be written, by whichever way, and of a reader that went away (EPIPE). */
  constructor(descriptor: 1 | 2, open: () => NodeJS.WriteStream, onError: (error: NodeJS.ErrnoException) => void) {
    this.isTerminal = isTerminal(descriptor);
    this.#descriptor = descriptor;
    this.#open = open;
    this.#onError = onError;
  }

  /** From the first time on that it is asked for everything goes through it, so that nothing is overtaken. */
  get stream(): NodeJS.WriteStream {
    if (this.#stream === undefined) {
      this.#stream = this.#open();
      this.#stream.on('error', this.#onError);
    }
    return this.#stream;
  }

  // Read at each use: the window may change its size.
  get columns(): number | undefined {
    return this.isTerminal ? this.stream.columns : undefined;
  }

  get rows(): number | undefined {
    return this.isTerminal ? this.stream.rows : undefined;
  }

  // A function of its own: it is handed on without the object.
  readonly write = (text: string): void => {
    if (text === '') return;
    if (this.#stream !== undefined || this.isTerminal || process.platform === 'win32') this.stream.write(text);
    else this.#writeNow(Buffer.from(text));
  };

  /** Waits until all that was written is with the system. */
  async flushed(): Promise<void> {
    if (this.#stream === undefined) return;
    const { stream } = this;
    await new Promise<void>((done) => stream.write('', () => done()));
  }

  #writeNow(bytes: Buffer): void {
    let written = 0;
    try {
      while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
    } catch (error) {
      // Full, and set not to wait by who has its other end: the stream waits.
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') this.stream.write(bytes.subarray(written));
      else this.#onError(error as NodeJS.ErrnoException);
    }
  }
}

/** As `isatty` says, which is only asked where it can be one: the module that has it loads the network's. */
export function isTerminal(descriptor: number): boolean {
  return mayBeTerminal(descriptor) && isatty(descriptor);
}

function mayBeTerminal(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isCharacterDevice() && (process.platform === 'win32' || status.rdev !== statSync(devNull).rdev);
  } catch {
    return true;
  }
}
