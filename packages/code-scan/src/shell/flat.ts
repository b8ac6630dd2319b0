/** A line without the signs in quotes that end a command outside them; as long as it was. */
export function flat(line: string): string {
  return line.replaceAll(/"(?:\\.|[^"\\])*"|'[^']*'/g, (quoted) => quoted.replaceAll(/[|;&#<>]/g, '_'));
}
