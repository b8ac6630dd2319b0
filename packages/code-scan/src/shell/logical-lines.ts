export interface LogicalLine {
  /** Continued lines together, without its comment. */
  readonly line: string;
  /** Index of its first line. */
  readonly at: number;
}

type Within = 'code' | 'single' | 'ansi' | 'double';

interface HereDocument {
  readonly end: string;
  /** A shell reads it, here or on another machine. */
  readonly isRun: boolean;
}

/** The commands of a script, line by line: without comments, and without here-documents that no shell reads. */
export function logicalLines(lines: readonly string[]): LogicalLine[] {
  const result: LogicalLine[] = [];
  const open: Within[] = [];
  const lastAt = new Map(lines.map((line, at) => [line.trim(), at]));
  let waiting: HereDocument[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [document] = waiting;
    if (document !== undefined && (lines[at] as string).trim() === document.end) {
      waiting = waiting.slice(1);
      continue;
    }
    if (document?.isRun === false) continue;
    const from = at;
    let line = lines[at] as string;
    while (line.endsWith('\\') && at + 1 < lines.length) {
      at += 1;
      line = `${line.slice(0, -1)} ${(lines[at] as string).trim()}`;
    }
    const { code, words } = read(line, open);
    for (const { word, column } of words)
      if ((lastAt.get(word) ?? -1) > at) waiting = [...waiting, { end: word, isRun: isRun(code, column) }];
    if (code.trim() !== '') result.push({ line: code, at: from });
  }
  return result;
}

/** Goes through a line with what earlier ones left open: a text over several lines, `$(` in it. */
function read(line: string, open: Within[]): { code: string; words: { word: string; column: number }[] } {
  const words: { word: string; column: number }[] = [];
  for (let at = 0; at < line.length; at += 1) {
    const within = open.at(-1) ?? 'code';
    const character = line[at] as string;
    if (character === '\\' && within !== 'single') at += 1;
    else if (within === 'single' || within === 'ansi') {
      if (character === "'") open.pop();
    } else if (character === '"') {
      if (within === 'double') open.pop();
      else open.push('double');
    } else if (character === '$' && line[at + 1] === '(') {
      const end = line[at + 2] === '(' ? line.indexOf('))', at) : -1;
      if (end < 0) open.push('code');
      at = end < 0 ? at + 1 : end + 1;
    } else if (within === 'double') continue;
    else if (character === "'") open.push(line[at - 1] === '$' ? 'ansi' : 'single');
    else if (character === '(' && line[at + 1] === '(') at = Math.max(at + 1, line.indexOf('))', at) + 1);
    else if (character === '(' && open.length > 0) open.push('code');
    else if (character === ')' && open.length > 0) open.pop();
    else if (character === '#' && (at === 0 || /[\s;&|(]/.test(line[at - 1] as string)))
      return { code: line.slice(0, at), words };
    else if (line.startsWith('<<<', at)) at += 2;
    else if (line.startsWith('<<', at)) {
      const [whole, quoted, doubled, plain] =
        /^<<-?\s*(?:'([^']+)'|"([^"]+)"|\\?([A-Za-z_][^\s;&|<>()'"]*))/.exec(line.slice(at)) ?? [];
      const word = quoted ?? doubled ?? plain;
      if (whole === undefined || word === undefined) continue;
      words.push({ word, column: at });
      at += whole.length - 1;
    }
  }
  return { code: line, words };
}

/** `bash <<EOF`, `ssh host <<EOF`, `cat <<EOF | sh`; what is written to a file by them is not run. */
function isRun(code: string, column: number): boolean {
  const before = code.slice(0, column);
  const command = before.slice(Math.max(...[';', '&', '|', '('].map((each) => before.lastIndexOf(each))) + 1);
  if (/\|\s*(?:sudo\s+(?:-\S+\s+)*)?(?:\S*\/)?(?:(?:ba|z|da|k)?sh|ssh)\b/.test(code.slice(column))) return true;
  return /(?:^|[\s/])(?:(?:ba|z|da|k)?sh|ssh)(?=\s|$)/.test(command) && !/\b(?:cat|tee|dd)\b|-\w*c\s/.test(command);
}
