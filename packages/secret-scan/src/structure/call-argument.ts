import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';
import { takenSecret } from './taken-secret.ts';

const quoted = String.raw`(?:@?"(?:[^"\\\n]|\\[^\n]){0,300}"|'(?:[^'\\\n]|\\[^\n]){0,300}')`;
/** Something of which only its place counts: a text, a variable, an object, what several make together. */
const other = String.raw`(?:${quoted}|\{[^{}]{0,300}\}|[\w$.>:\[\]-]{1,80}(?:\([^()\n]{0,80}\))?)(?:(?:[ \t]*\+[ \t]*|[ \t]+\.[ \t]+)(?:${quoted}|[\w$.>:\[\]-]{1,80}))*`;
const value = String.raw`[bu@]?(?:"((?:[^"\\\n$]|\\[^\n]){4,200})"|'((?:[^'\\\n]|\\[^\n]){4,200})')`;

/** A function, as its name is written, and the place of what it takes among its arguments, counted from 0. */
const functions: readonly (readonly [name: string, place: number, kind: 'password' | 'secret'])[] = [
  ['NetworkCredential(', 1, 'password'],
  ['UsernamePasswordCredentials(', 1, 'password'],
  ['PasswordAuthentication(', 1, 'password'],
  ['HTTPBasicAuth(', 1, 'password'],
  ['SetBasicAuth(', 1, 'password'],
  ['auth=(', 1, 'password'],
  ['getConnection(', 2, 'password'],
  ['PDO(', 2, 'password'],
  ['mysqli(', 2, 'password'],
  ['mysqli_connect(', 2, 'password'],
  ['mysql_connect(', 2, 'password'],
  ['DBI->connect(', 2, 'password'],
  ['Credentials(', 3, 'password'],
  ['ConvertTo-SecureString ', 0, 'password'],
  ['jwt.sign(', 1, 'secret'],
  ['jwt.verify(', 1, 'secret'],
  ['jwt.encode(', 1, 'secret'],
  ['jwt.decode(', 1, 'secret'],
  ['createHmac(', 1, 'secret'],
  ['hmac.new(', 0, 'secret'],
  ['cookieParser(', 0, 'secret'],
];
const calls = functions.map(([name, place, kind]) => ({
  name,
  kind,
  shape: new RegExp(
    `${name.replaceAll(/[()]/g, String.raw`\$&`)}\\s*(?:-String\\s+)?${String.raw`${other}\s*,\s*`.repeat(place)}${value}`,
    'y',
  ),
}));

/** What the calls begin with that are known here, in lower case. */
export const callStarts: readonly string[] = calls.map(({ name }) => name.toLowerCase());

/** A password or secret that a function takes by its place, where one of `callStarts` stands at `at`. */
export function readCallArgument(text: string, at: number): Candidate | undefined {
  for (const { name, kind, shape } of calls) {
    if (!text.startsWith(name, at)) continue;
    const found = matchAt(shape, text, at);
    const secret = found?.[1] ?? found?.[2];
    if (secret === undefined) continue;
    // Without it what stands there is encrypted for one user of one machine.
    const isPlain = !name.startsWith('ConvertTo') || /^[^\n]{0,80}-AsPlainText/i.test(text.slice(shape.lastIndex));
    if (isPlain)
      return takenSecret({
        secret,
        start: shape.lastIndex - 1 - secret.length,
        isQuoted: true,
        kind,
        by: name.replace(/[( =]+$/, ''),
      });
  }
  return undefined;
}
