import { flat } from './flat.ts';

const evaluates = /(?<=^\s*|[;&|({!]\s*|\b(?:then|do|else|if|while|until|elif|exec|command)\s+)eval\s+[^#\n;|&]*/g;
const ofShell = /\b(?:ba|z|da|k)?sh\s+(?:-\w+\s+)*-\w*c\s+(?:"[^"]*)?\$\{?([1-9]|@|\*)\}?/;

/** A command of a line that runs what an argument or something that was read says, up to the variable. */
export function evaluatedInput(line: string, given: ReadonlySet<string>): string | undefined {
  if (/ssh-agent|direnv|brew shellenv/.test(line)) return undefined;
  for (const { 0: command, index } of line.includes('eval') ? flat(line).matchAll(evaluates) : []) {
    const words = line.slice(index, index + command.length);
    // With \ before it the variable comes through as it is, and is put in only when the rest was read as code.
    for (const { 0: variable, 1: name = '', index: at } of words.matchAll(/(?<!\\)\$\{?(\d|@|\*|[A-Za-z_]\w*)\}?/g))
      if (/^(\d|@|\*|REPLY|QUERY_STRING|INPUT\w*)$/.test(name) || given.has(name))
        return withQuote(line, index, at + variable.length);
  }
  const found = ofShell.exec(line);
  return found === null ? undefined : withQuote(line, found.index, found[0].length);
}

function withQuote(line: string, index: number, length: number): string {
  const after = line[index + length] ?? '';
  return line.slice(index, index + length) + (/["']/.test(after) ? after : '');
}
