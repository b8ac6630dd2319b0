export interface PackagePlace {
  readonly id: string;
  readonly name: string;
}

/** What a line begins with, as JSON, yarn and pnpm write keys and the others name packages. */
const beginning = /^[ \t]*(?:"([^"\n]+)"|'([^'\n]+)'|([^\s:'"#][^:'"\n]*?))[ \t]*:/gm;

/**
 * The line, from 1, on which a lock file's entry of a package begins; undefined when it is not found. The file is gone through once, and not for each
 * package: a large lock file can have thousands of findings.
 */
export function packageLines(text: string): (place: PackagePlace) => number | undefined {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  let keys: Map<string, number> | undefined;
  return ({ id, name }) => {
    keys ??= keysIn(text);
    const at = keys.get(id) ?? written(text, id, name) ?? keys.get(name) ?? found(text, name);
    return at === undefined ? undefined : lineAt(starts, at);
  };
}

/** The first of each that begins an entry, else the first: a package can be called as a field is, `path` or `source`. */
function keysIn(text: string): Map<string, number> {
  const keys = new Map<string, number>();
  const entries = new Set<string>();
  for (const match of text.matchAll(beginning)) {
    const key = match[1] ?? match[2] ?? match[3] ?? '';
    if (entries.has(key)) continue;
    const isEntry = /^[ \t]*(?:[{[]|\r?\n|$)/.test(
      text.slice(match.index + match[0].length, match.index + match[0].length + 20),
    );
    if (isEntry) entries.add(key);
    if (isEntry || !keys.has(key)) keys.set(key, match.index);
  }
  return keys;
}

function written(text: string, id: string, name: string): number | undefined {
  if (text.startsWith(id)) return 0;
  const forms = [
    `"${id}": `,
    `"${id}"`,
    `id="${name}"`,
    `\n${id},`,
    `\n${id}=`,
    `\n${id}`,
    `name = "${name}"`,
    `"name": "${name}"`,
    `\n    ${name} (`,
    `\n${name} `,
  ];
  for (const form of forms) {
    const at = text.indexOf(form);
    if (at >= 0) return form.startsWith('\n') ? at + 1 : at;
  }
  return undefined;
}

function found(text: string, name: string): number | undefined {
  const at = text.indexOf(name);
  return at < 0 ? undefined : at;
}

function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
