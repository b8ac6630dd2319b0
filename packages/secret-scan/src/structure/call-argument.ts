import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';
import { takenSecret } from './taken-secret.ts';

const quoted = String.raw`(?:@?"(?:[^"\\\n]|\\[^\n]){0,300}"|'(?:[^'\\\n]|\\[^\n]){0,300}')`;
/** Something of which only its place counts: a text, a variable, an object, what several make together. */
const other = String.raw`(?:${quoted}|\{[^{}]{0,300}\}|[\w$.>:\[\]-]{1,80}(?:\([^()\n]{0,80}\))?)(?:(?:[ \t]*\+[ \t]*|[ \t]+\.[ \t]+)(?:${quoted}|[\w$.>:\[\]-]{1,80}))*`;
const value = String.raw`[bu@]?(?:"((?:[^"\\\n$]|\\[^\n]){4,200})"|'((?:[^'\\\n]|\\[^\n]){4,200})')`;

/** What makes the hash of a password, which tests do all the time. */
const hashing = [
  'bcrypt.hash(',
  'hashSync(',
  'make_password(',
  'generate_password_hash(',
  'passwordEncoder.encode(',
  'passwordEncoder().encode(',
  'PasswordEncoder().encode(',
  '.password(encoder.encode(',
];

/** A function, as its name is written, the place of what it takes among its arguments, counted from 0, and what has to stand behind that. */
const functions: readonly (readonly [
  name: string,
  place: number,
  kind: 'password' | 'secret' | 'key',
  after?: string,
])[] = [
  ['NetworkCredential(', 1, 'password'],
  ['UsernamePasswordCredentials(', 1, 'password'],
  ['PasswordAuthentication(', 1, 'password'],
  ['HTTPBasicAuth(', 1, 'password'],
  ['SetBasicAuth(', 1, 'password'],
  ['setBasicAuth(', 1, 'password'],
  ['Credentials.basic(', 1, 'password'],
  ['basic_auth(', 1, 'password'],
  ['basic_auth ', 1, 'password'],
  ['auth=(', 1, 'password'],
  ['.auth(', 1, 'password'],
  ['.login(', 1, 'password'],
  ['->login(', 1, 'password'],
  ['->credentials(', 3, 'password'],
  ['username_pw_set(', 1, 'password'],
  ['PlainAuth(', 2, 'password'],
  ['ftp_login(', 2, 'password'],
  ['ldap_bind(', 2, 'password'],
  ['imap_open(', 2, 'password'],
  ['ssh2_auth_password(', 2, 'password'],
  [' FTP(', 2, 'password'],
  ['.load(', 1, 'password', String.raw`\.toCharArray\(`],
  ['.getKey(', 1, 'password', String.raw`\.toCharArray\(`],
  // Wireless networks.
  ['WiFi.begin(', 1, 'password'],
  ['WiFi.softAP(', 1, 'password'],
  ['.addAP(', 1, 'password'],
  ['wlan.connect(', 1, 'password'],
  ['sta_if.connect(', 1, 'password'],
  // Databases.
  ['getConnection(', 2, 'password'],
  ['pymysql.connect(', 2, 'password'],
  ['MySQLdb.connect(', 2, 'password'],
  ['mysql_real_connect(', 3, 'password'],
  ['Sequelize(', 2, 'password'],
  ['PDO(', 2, 'password'],
  ['mysqli(', 2, 'password'],
  ['mysqli_connect(', 2, 'password'],
  ['mysql_connect(', 2, 'password'],
  ['DBI->connect(', 2, 'password'],
  ['Credentials(', 3, 'password'],
  // What is hashed as somebody's password.
  ...hashing.map((name) => [name, 0, 'password'] as const),
  // That of Ansible takes the way to hash.
  ['password_hash(', 0, 'password', String.raw`\s*,\s*PASSWORD_`],
  ['ConvertTo-SecureString ', 0, 'password'],
  ['jwt.sign(', 1, 'secret'],
  ['jwt.verify(', 1, 'secret'],
  ['jwt.encode(', 1, 'secret'],
  ['jwt.decode(', 1, 'secret'],
  ['createHmac(', 1, 'secret'],
  ['hmac.new(', 0, 'secret'],
  ['HMAC256(', 0, 'secret'],
  ['HMAC512(', 0, 'secret'],
  ['setSigningKey(', 0, 'secret'],
  ['signWith(', 1, 'secret'],
  ['SecretKeySpec(', 0, 'secret', String.raw`\.getBytes\(`],
  ['createCipheriv(', 1, 'secret'],
  ['createDecipheriv(', 1, 'secret'],
  ['AES.encrypt(', 1, 'secret'],
  ['AES.decrypt(', 1, 'secret'],
  ['Fernet(', 0, 'key'],
  ['cookieParser(', 0, 'secret'],
];
const calls = functions.map(([name, place, kind, after = '']) => ({
  name,
  kind,
  shape: new RegExp(
    `${name.replaceAll(/[().]/g, String.raw`\$&`)}\\s*(?:-(?:AsPlainText|Force|String)\\s+)*${String.raw`${other}\s*,\s*`.repeat(place)}${value}(?=${after})`,
    'y',
  ),
}));

/** Methods of many things, some of which take no password: a word may be the name of a way to log in. */
const vague = new Set(['.login(', '->login(', '.auth(']);

/** What the calls begin with that are known here, in lower case; up to a bracket that closes, which is in no other keyword and would be one more kind of byte. */
export const callStarts: readonly string[] = calls.map(({ name }) => name.toLowerCase().replace(/\).*$/, ''));

/** A password or secret that a function takes by its place, where one of `callStarts` stands at `at`. */
export function readCallArgument(text: string, at: number): Candidate | undefined {
  for (const { name, kind, shape } of calls) {
    if (!text.startsWith(name, at)) continue;
    const found = matchAt(shape, text, at);
    const secret = found?.[1] ?? found?.[2];
    if (secret === undefined || (vague.has(name) && (secret.length < 6 || /^[a-z]+$/i.test(secret)))) continue;
    // Without it what stands there is encrypted for one user of one machine.
    const isPlain = !name.startsWith('ConvertTo') || /^[^\n]{0,120}-AsPlainText/i.test(text.slice(at, at + 400));
    if (!isPlain) continue;
    const start = shape.lastIndex - 1 - secret.length;
    const by = name.replaceAll(/^\W+|[( =]+$/g, '');
    const taken = takenSecret({ secret, start, isQuoted: true, kind, by });
    return taken === undefined || !hashing.includes(name)
      ? taken
      : { ...taken, certainty: Math.min(taken.certainty, 0.6) };
  }
  return undefined;
}
