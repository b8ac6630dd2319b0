import { oneLine } from '../drivers/activity.ts';

/** Keeps of what a program writes to stderr the line that says why it failed. */
export interface LastWord {
  readonly hear: (line: string) => void;
  readonly word: () => string | undefined;
}

/** Lines that are looked back over. */
const window = 40;
const isTelling =
  /\b(?:\w*error|\w*exception|failed|failure|fatal|panic|cannot|could not|unable|denied|refused|not found|no such)\b/i;
/** Frames of a stack, lines that are only brackets, and names without a value, as a database driver ends with. */
const isEmpty = /^(?:at\s.+|[^\p{L}\p{N}]*|\w+:)$/u;

/** The last line that speaks of an error, with the next one when it ends in a colon; without such a line the last that says anything. */
export function createLastWord(): LastWord {
  const lines: string[] = [];
  return {
    hear: (text) => {
      const line = oneLine(text);
      if (line === '') return;
      lines.push(line);
      if (lines.length > window) lines.shift();
    },
    word: () => {
      const telling = lines.findLastIndex((line) => isTelling.test(line) && !isEmpty.test(line));
      if (telling === -1) return lines.findLast((line) => !isEmpty.test(line)) ?? lines.at(-1);
      const line = lines[telling] as string;
      const next = lines[telling + 1];
      return line.endsWith(':') && next !== undefined ? oneLine(`${line} ${next}`) : line;
    },
  };
}
