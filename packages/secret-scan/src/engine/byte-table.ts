const tables = new Map<string, Uint8Array>();

/** 1 for the byte of a character of ASCII, and of its other case. */
export function tableOf(character: string, ignoreCase: boolean): Uint8Array {
  const key = `"${character}${ignoreCase}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = new Uint8Array(256);
    table[character.charCodeAt(0)] = 1;
    if (ignoreCase)
      for (const other of [character.toLowerCase(), character.toUpperCase()]) table[other.charCodeAt(0)] = 1;
    tables.set(key, table);
  }
  return table;
}

const plainClass = /^\[((?:\\w(?!-[^\]])|[\w+/=~.%-])+)\]$/;

/** The table of a class of nothing but letters, digits and a few signs, without an expression: most are. */
function rangesOf(source: string, ignoreCase: boolean): Uint8Array | undefined {
  const inside = plainClass.exec(source)?.[1]?.replaceAll('\\w', 'A-Za-z0-9_');
  if (inside === undefined || ignoreCase) return undefined;
  const table = new Uint8Array(256);
  for (let at = 0; at < inside.length; at += 1) {
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    table.fill(1, inside.charCodeAt(at), inside.charCodeAt(isRange ? at + 2 : at) + 1);
    if (isRange) at += 2;
  }
  return table;
}

/** 1 for each byte that a class of characters has. */
export function byteTable(source: string, ignoreCase: boolean): Uint8Array {
  const key = `${source}${ignoreCase}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = rangesOf(source, ignoreCase);
    if (table === undefined) {
      const expression = new RegExp(source, ignoreCase ? 'i' : '');
      table = Uint8Array.from({ length: 256 }, (_, byte) => (expression.test(String.fromCharCode(byte)) ? 1 : 0));
    }
    tables.set(key, table);
  }
  return table;
}
