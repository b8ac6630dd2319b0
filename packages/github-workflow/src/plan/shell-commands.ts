/**
 * The simple commands of a shell script as lists of words, also those inside `$( )` and after `;`, `&&`, `|`. Good enough to know what
 * is started: quotes are taken off, comments and the bodies of here documents left out, nothing is expanded.
 */
export function shellCommands(script: string): readonly (readonly string[])[] {
  const commands: (readonly string[])[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let at = 0;
  const text = withoutHereDocuments(script.replaceAll('\r\n', '\n').replaceAll('\\\n', ' '));
  const endWord = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  while (at < text.length) {
    const sign = text[at] as string;
    if (sign === "'") {
      const end = endOf(text, "'", at + 1);
      word = (word ?? '') + text.slice(at + 1, end);
      at = end + 1;
    } else if (sign === '"') {
      const end = endOfDoubleQuotes(text, at + 1);
      const inner = text.slice(at + 1, end);
      for (const substitution of substitutionsOf(inner)) commands.push(...shellCommands(substitution));
      word = (word ?? '') + inner.replace(/\\(["\\$`])/g, '$1');
      at = end + 1;
    } else if (sign === '\\') {
      word = (word ?? '') + (text[at + 1] ?? '');
      at += 2;
    } else if (sign === '#' && word === undefined) at = endOf(text, '\n', at);
    else if (text.startsWith('$(', at) || ';&|\n()`'.includes(sign)) {
      // A substitution in the middle of a word ends it; what is around it does not matter here.
      endCommand();
      at += sign === '$' ? 2 : 1;
    } else if (/\s/.test(sign)) {
      endWord();
      at += 1;
    } else {
      word = (word ?? '') + sign;
      at += 1;
    }
  }
  endCommand();
  return commands.map(withoutPrefix).filter((command) => command.length > 0);
}

function endOf(text: string, sign: string, from: number): number {
  const end = text.indexOf(sign, from);
  return end === -1 ? text.length : end;
}

function endOfDoubleQuotes(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function substitutionsOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\(((?:[^()]|\([^()]*\))*)\)|`([^`]*)`/g)].map(([, modern, old]) => modern ?? old ?? '');
}

function withoutHereDocuments(text: string): string {
  const kept: string[] = [];
  let end: string | undefined;
  for (const line of text.split('\n')) {
    if (end !== undefined) {
      if (line.trim() === end) end = undefined;
      continue;
    }
    kept.push(line);
    end = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/.exec(line)?.[2];
  }
  return kept.join('\n');
}

const prefixes = new Set([
  'time',
  'exec',
  'env',
  'command',
  'nohup',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  '{',
  'eval',
]);

/** Without assignments and words that only say how the command is started. */
function withoutPrefix(words: readonly string[]): readonly string[] {
  let start = 0;
  for (; start < words.length; start += 1) {
    const word = words[start] as string;
    if (!prefixes.has(word) && !/^[A-Za-z_]\w*=/.test(word) && !(start > 0 && word.startsWith('-'))) break;
  }
  return words.slice(start);
}
