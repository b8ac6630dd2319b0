import { malformed, type LockSource } from '../lock-source.ts';

export const classicCommand = 'yarn install';

export interface ClassicEntry {
  /** `name@range` of everything that is resolved to this. */
  readonly patterns: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The entries of a lock file of yarn 1, whose form is of two levels of indentation and looks like YAML but is none. */
export function readClassicEntries(source: Pick<LockSource, 'file' | 'text'>): readonly ClassicEntry[] {
  const entries: ClassicEntry[] = [];
  let fields: Record<string, string> = {};
  let lists: Record<string, Record<string, string>> = {};
  let list: Record<string, string> | undefined;
  let number = 0;
  for (const line of linesOf(source.text)) {
    number += 1;
    if (line === '' || line.startsWith('#')) continue;
    const indent = line.length - line.trimStart().length;
    const words = wordsOf(line.trim());
    const refuse = (): never => {
      throw malformed(source, `"${line.slice(0, 80)}" is not understood`, { line: number, command: classicCommand });
    };
    if (!words) return refuse();
    const [first = '', second] = words.texts;
    if (indent === 0) {
      if (!words.opens) return refuse();
      fields = {};
      lists = {};
      entries.push({ patterns: words.texts, fields, lists });
    } else if (entries.length === 0 || (indent !== 2 && indent !== 4)) return refuse();
    else if (indent === 2 && words.opens) lists[first] = list = {};
    else if (second === undefined || (indent === 4 && !list)) return refuse();
    else (indent === 4 && list ? list : fields)[first] = second;
  }
  return entries;
}

/** One after the other: all at once are a third of a million of a large file. */
function* linesOf(text: string): Generator<string> {
  for (let from = 0; from <= text.length;) {
    const feed = text.indexOf('\n', from);
    const end = feed < 0 ? text.length : feed;
    yield text.slice(from, text[end - 1] === '\r' ? end - 1 : end);
    from = end + 1;
  }
}

/** The words of a line, with or without quotes, separated by spaces or commas; whether a colon ends it. */
function wordsOf(line: string): { readonly texts: readonly string[]; readonly opens: boolean } | undefined {
  const opens = line.endsWith(':');
  const rest = opens ? line.slice(0, -1) : line;
  const texts: string[] = [];
  for (let at = 0; at < rest.length;) {
    const [whole, quoted, plain] = /^(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))(?:,?\s+|$)/.exec(rest.slice(at)) ?? [];
    if (whole === undefined) return undefined;
    texts.push(plain ?? (JSON.parse(`"${quoted}"`) as string));
    at += whole.length;
  }
  return texts.length === 0 ? undefined : { texts, opens };
}
