/** A barrel with one more export at its end; the same text when it has that line already. */
export function addExport(barrel: string, line: string): string {
  return barrel.split('\n').includes(line) ? barrel : `${barrel.trimEnd()}\n${line}\n`;
}

/** A package.json with one more script after the others; the same text when it has that script already. */
export function addScript(manifest: string, name: string, command: string): string {
  const content = JSON.parse(manifest) as { scripts?: Record<string, string> };
  if (content.scripts?.[name] === command) return manifest;
  return `${JSON.stringify({ ...content, scripts: { ...content.scripts, [name]: command } }, undefined, 2)}\n`;
}
