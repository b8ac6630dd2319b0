/** A place in package.json: `field('exports', '.', 'import')` is `package.json#exports["."].import`. */
export function field(...path: readonly (string | number)[]): string {
  const steps = path.map((step, index) =>
    /^[A-Za-z_$][\w$]*$/.test(String(step)) ? `${index === 0 ? '' : '.'}${step}` : `[${JSON.stringify(step)}]`,
  );
  return `package.json#${steps.join('')}`;
}

/** 1-based line of an offset in a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** "one, two and 3 more" */
export function someOf(items: readonly string[], count = 3): string {
  if (items.length <= count) {
    const last = items.at(-1) ?? '';
    return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
  }
  return `${items.slice(0, count).join(', ')} and ${items.length - count} more`;
}
