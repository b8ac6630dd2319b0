export interface RustCrate {
  /** With its slash; empty for the top. */
  readonly folder: string;
  /** As code names it. */
  readonly name: string;
  /** The file of its library, whether it is there or not. */
  readonly library: string;
  /** Names that its dependencies have in its code -> names that they have as packages. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** The crates that Cargo.toml files declare, innermost first; a workspace's manifest that is no package declares none. */
export function rustCrates(manifests: ReadonlyMap<string, string>): readonly RustCrate[] {
  return [...manifests]
    .flatMap(([file, text]) => {
      if (!/(?:^|\/)Cargo\.toml$/.test(file)) return [];
      const crate = readCrate(file.slice(0, -'Cargo.toml'.length), text);
      return crate ? [crate] : [];
    })
    .sort((a, b) => b.folder.length - a.folder.length);
}

/** Line by line: of the whole language only tables, and keys that are given a string or an inline table, matter here. */
function readCrate(folder: string, text: string): RustCrate | undefined {
  const keys = new Map<string, string>();
  const renamed = new Map<string, string>();
  let table = '';
  for (const line of text.split('\n')) {
    const head = /^\s*\[\s*([^[\]]+?)\s*\]/.exec(line)?.[1];
    if (head !== undefined) table = head;
    else if (/^\s*\[\[/.test(line)) table = '[[';
    const [, key = '', value = ''] = /^\s*([\w-]+)\s*=\s*(.+)$/.exec(line) ?? [];
    const plain = /^["']([^"']+)["']/.exec(value)?.[1];
    if (plain !== undefined) keys.set(`${table}.${key}`, plain);
    if (!table.endsWith('dependencies') && !/dependencies\./.test(table)) continue;
    const isOwnTable = !table.endsWith('dependencies') && key === 'package';
    const original = isOwnTable ? plain : /\bpackage\s*=\s*["']([^"']+)["']/.exec(value)?.[1];
    const alias = isOwnTable ? table.slice(table.lastIndexOf('.') + 1) : key;
    if (original !== undefined) renamed.set(inCode(alias), inCode(original));
  }
  const name = keys.get('lib.name') ?? keys.get('package.name');
  if (name === undefined) return undefined;
  return { folder, name: inCode(name), library: folder + (keys.get('lib.path') ?? 'src/lib.rs'), renamed };
}

function inCode(name: string): string {
  return name.replaceAll('-', '_');
}
