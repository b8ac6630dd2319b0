import type { Output } from './io.ts';

/** What a command shows before its end. */
export interface Live {
  readonly isTerminal: boolean;
  /**
   * Shows a result now: on a terminal it takes the place of the one before; in a machine format each is one document on a
   * line of its own; elsewhere each is appended.
   */
  readonly show: (result: unknown) => Promise<void>;
  /** Gives the terminal back for a while, such as to an editor: what is shown next is on a screen of its own again. */
  readonly leave?: (() => void) | undefined;
  /** Adds a result below those before it, on a terminal too: for commands that follow something. */
  readonly append: (result: unknown) => Promise<void>;
}

/** For library use: shows nothing. */
export const silentLive: Live = { isTerminal: false, show: async () => {}, append: async () => {} };

/** Repaints only lines that changed, inside one synchronised update, on the alternate screen. */
export interface Painter {
  readonly paint: (text: string) => void;
  readonly close: () => void;
}

const enter = '\u001B[?1049h\u001B[?25l\u001B[2J';
const leave = '\u001B[?25h\u001B[?1049l';

export function createPainter(output: Output): Painter {
  let shown: readonly string[] | undefined;
  let shape = '';
  return {
    paint: (text) => {
      const rows = output.rows ?? 24;
      const size = `${output.columns}x${rows}`;
      // After a resize the terminal has reflowed what was there, so nothing shown can be trusted.
      const before = shape === size ? (shown ?? []) : [];
      const lines = text.replace(/\n$/, '').split('\n').slice(0, rows);
      let out = shown === undefined ? enter : shape === size ? '' : '\u001B[2J';
      for (let row = 0; row < Math.max(lines.length, before.length); row += 1) {
        if (lines[row] !== before[row] || shown === undefined)
          out += `\u001B[${row + 1};1H${lines[row] ?? ''}\u001B[0K`;
      }
      shown = lines;
      shape = size;
      if (out !== '') output.write(`\u001B[?2026h${out}\u001B[?2026l`);
    },
    close: () => {
      if (shown === undefined) return;
      output.write(leave);
      shown = undefined;
    },
  };
}
