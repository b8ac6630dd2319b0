import { errors } from '../errors.ts';

/**
 * Secrets or variables of a file in the form NAME=value: `#` begins a comment, `export` before a name is allowed, double quotes
 * take `\n` for a line feed.
 * @throws CDEV_E_WORKFLOW_VALUES_FILE
 */
export function parseValues(content: string, file: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [index, line] of content
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw errors.make('CDEV_E_WORKFLOW_VALUES_FILE', { file, line: String(index + 1) });
    values[name] = unquoted(value);
  }
  return values;
}

function unquoted(value: string): string {
  const [, double] = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/.exec(value) ?? [];
  if (double !== undefined)
    return double.replace(/\\(.)/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);
  const [, single] = /^'([^']*)'\s*(?:#.*)?$/.exec(value) ?? [];
  return single ?? value.replace(/\s+#.*$/, '');
}
