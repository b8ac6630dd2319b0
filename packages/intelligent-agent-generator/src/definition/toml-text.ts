const named: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

function escaped(character: string): string {
  return named[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}

/** A basic string of TOML 1.0. */
export function tomlText(text: string): string {
  return `"${text.toWellFormed().replaceAll(/["\\\u0000-\u001F\u007F]/g, escaped)}"`;
}

/** A basic string of several lines of TOML 1.0: line feeds and tabs stand as they are. */
export function tomlLines(text: string): string {
  const lines = text.toWellFormed().replaceAll(/[\\\u0000-\u0008\u000B-\u001F\u007F]|"(?="")|"$/g, escaped);
  return `"""\n${lines}"""`;
}
