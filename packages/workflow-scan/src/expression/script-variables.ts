/** Lines of a script, with those before them that gave their variables a value: `name=$(echo "$TITLE" | tr a b)`. */
export function withAssigned(text: string, before: readonly string[]): string {
  let all = text;
  for (const line of before.toReversed()) {
    const [, name] = /^\s*(?:export\s+|local\s+|declare\s+)?([A-Za-z_]\w*)=/.exec(line) ?? [];
    if (name !== undefined && new RegExp(String.raw`\$\{?${name}\b`).test(all)) all = `${line}\n${all}`;
  }
  return all;
}
