export interface GoModule {
  readonly name: string;
  /** With its `v`. */
  readonly version: string;
  /** Replaced by a folder. */
  readonly isLocal: boolean;
}

export interface GoMod {
  readonly name: string;
  /** What is built, with `replace` carried out. */
  readonly modules: readonly GoModule[];
  /** The indirect ones stand there too: since Go 1.17. */
  readonly isWhole: boolean;
}

/** @see https://go.dev/ref/mod#go-mod-file */
export function readGoMod(text: string): GoMod {
  let name = '';
  // Without the statement it is a module of Go 1.16: https://go.dev/ref/mod#go-mod-file-go
  let language = '1.16';
  const required: (readonly [name: string, version: string])[] = [];
  const replaced = new Map<string, readonly [name: string, version: string | undefined]>();
  for (const { verb, words } of statementsOf(text)) {
    const [first = '', second = ''] = words;
    if (verb === 'module') name = first;
    else if (verb === 'go') language = first;
    else if (verb === 'require') required.push([first, second]);
    else if (verb === 'replace') {
      const arrow = words.indexOf('=>');
      const [target = '', version] = words.slice(arrow + 1);
      replaced.set(words.slice(0, arrow).join(' '), [target, version]);
    }
  }
  const modules = required.map(([path, version]): GoModule => {
    const other = replaced.get(`${path} ${version}`) ?? replaced.get(path);
    if (!other) return { name: path, version, isLocal: false };
    const [target, instead] = other;
    return instead === undefined
      ? { name: path, version, isLocal: true }
      : { name: target, version: instead, isLocal: false };
  });
  return { name, modules, isWhole: isSince117(language) };
}

function isSince117(language: string): boolean {
  const [major = 0, minor = 0] = language.split('.').map((part) => Number.parseInt(part, 10));
  return major > 1 || minor >= 17;
}

interface Statement {
  readonly verb: string;
  readonly words: readonly string[];
}

/** One per line, also of those in blocks with parentheses; comments are left out. */
function statementsOf(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  let block: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const words = line
      .replace(/(?:^|\s)\/\/.*$/, '')
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll('"', ''));
    const [first = '', second] = words;
    if (first === '') continue;
    if (first === ')') block = undefined;
    else if (block !== undefined) statements.push({ verb: block, words });
    else if (second === '(') block = first;
    else statements.push({ verb: first, words: words.slice(1) });
  }
  return statements;
}
