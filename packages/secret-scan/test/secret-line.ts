import { fillExample } from '@cdev/secret-rules';

/** A token of npm with a right check sum, another one for each seed. */
export const token = (seed: number): string => fillExample('npm_{a62:36}', seed);

/** A line of a file with such a token. */
export const line = (seed: number): string => `export const token = '${token(seed)}';\n`;

/** Where something was found. */
export const places = (findings: readonly { path: string; line: number }[]): string[] =>
  findings.map((finding) => `${finding.path}:${finding.line}`);
