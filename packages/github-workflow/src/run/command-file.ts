/** A file that a step wrote for the runner and that is not as it must be. */
export class CommandFileProblem extends Error {}

/**
 * `NAME=value` lines and `NAME<<DELIMITER` … `DELIMITER` blocks, as steps write them to GITHUB_ENV, GITHUB_OUTPUT and GITHUB_STATE.
 * @throws CommandFileProblem
 */
export function parseCommandFile(content: string, file: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] as string;
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (heredoc !== -1 && (equals === -1 || heredoc < equals)) {
      const name = line.slice(0, heredoc);
      const delimiter = line.slice(heredoc + 2);
      const end = lines.indexOf(delimiter, at + 1);
      if (name === '' || delimiter === '') throw new CommandFileProblem(`${file}: ${line} has no name or no delimiter`);
      if (end === -1) throw new CommandFileProblem(`${file}: the delimiter ${delimiter} of ${name} does not come`);
      values.set(name, lines.slice(at + 1, end).join('\n'));
      at = end;
    } else if (equals > 0) values.set(line.slice(0, equals), line.slice(equals + 1));
    else throw new CommandFileProblem(`${file}: ${line} is not of the form NAME=value`);
  }
  return values;
}
