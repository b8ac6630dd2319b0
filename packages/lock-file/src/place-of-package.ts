/** The line, from 1, on which a lock file's entry of a package begins; undefined when it is not found. */
export function lineOfPackage(
  text: string,
  { id, name }: { readonly id: string; readonly name: string },
): number | undefined {
  // As JSON and yarn write keys, as pnpm does with and without quotes, as the tables of TOML and the lists of the others name packages.
  const written = [
    `"${id}": `,
    `"${id}"`,
    `'${id}':`,
    `  ${id}:`,
    `\n${id}:`,
    `\n${id},`,
    `name = "${name}"`,
    `"name": "${name}"`,
    `    ${name} (`,
    `\n${name} `,
    name,
  ];
  for (const form of written) {
    const at = text.indexOf(form);
    if (at >= 0) return lineAt(text, form.startsWith('\n') ? at + 1 : at);
  }
  return undefined;
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
