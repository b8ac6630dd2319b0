/** One program of a script line with its arguments. */
export interface SimpleCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/**
 * The programs that a script line starts, in order. Quotes and backslashes are undone as a shell does; what is piped on, redirected
 * or substituted is left out, since only the program that runs the tests matters.
 */
export function splitScript(script: string): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let isPiped = false;
  const end = (): void => {
    if (words.length > 0 && !isPiped) commands.push(withoutAssignments(words));
    words = [];
    isPiped = false;
  };
  let isTarget = false;
  for (const { text, isOperator } of tokens(script)) {
    if (isOperator && (text === '|' || text === '|&')) {
      end();
      isPiped = true;
    } else if (isOperator && /[<>]/.test(text)) {
      isTarget = true;
    } else if (isOperator) {
      end();
    } else if (isTarget) {
      isTarget = false;
    } else {
      words.push(text);
    }
  }
  end();
  return commands;
}

function withoutAssignments(words: readonly string[]): SimpleCommand {
  const env: Record<string, string> = {};
  let at = 0;
  for (; at < words.length; at += 1) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[at] ?? '') ?? [];
    if (name === undefined) break;
    env[name] = value ?? '';
  }
  return { env, words: words.slice(at) };
}

interface Token {
  readonly text: string;
  readonly isOperator: boolean;
}

const token = /\s+|(\d?>>?&?\d?|<|&&|\|\||\|&|[;&|()\n])|((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\<>&|;()])+)/gs;

function tokens(script: string): Token[] {
  return [...script.matchAll(token)].flatMap(([, operator, word]): Token[] => {
    if (operator !== undefined) return [{ text: operator, isOperator: true }];
    return word === undefined ? [] : [{ text: unquote(word), isOperator: false }];
  });
}

function unquote(word: string): string {
  return word.replaceAll(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_, double?: string, single?: string, one?: string) =>
    double === undefined ? (single ?? one ?? '') : double.replaceAll(/\\(["\\$`])/g, '$1'),
  );
}
