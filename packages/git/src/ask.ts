import { git, type GitOptions, type GitPlace } from './git.ts';

/** What a reading command prints, as it is: `stdout` of a run is redacted, which would change paths and contents. */
export async function ask(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { stdoutBytes } = await git(place, args, { isQuestion: true, ...options });
  return stdoutBytes.toString('utf8');
}

/** The fields of a command run with `-z`. */
export async function askFields(place: GitPlace, args: readonly string[], options: GitOptions = {}): Promise<string[]> {
  return splitFields(await ask(place, args, options));
}

/** Splits at NUL; the one at the end closes the last field. */
export function splitFields(output: string): string[] {
  const fields = output.split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}
