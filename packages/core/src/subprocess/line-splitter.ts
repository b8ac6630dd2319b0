import { StringDecoder } from 'node:string_decoder';

/** Turns chunks into whole lines (without the line end); `end` gives a last line that had none. */
export interface LineSplitter {
  readonly add: (chunk: Buffer) => void;
  readonly end: () => void;
}

export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    add: (chunk) => {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    },
    end: () => {
      rest += decoder.end();
      if (rest !== '') onLine(rest);
      rest = '';
    },
  };
}
