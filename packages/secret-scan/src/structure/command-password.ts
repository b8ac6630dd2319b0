import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';
import { takenSecret } from './taken-secret.ts';

/** What may stand between a command and its option, in one command; a line may end with a backslash. */
const between = String.raw`(?:(?:[^\n|;&"']|\\\r?\n|"[^"\n]*"|'[^'\n]*'){0,300}?[ \t])?`;
const value = String.raw`(?:"([^"\n$]{4,200})"|'([^'\n]{4,200})'|([^ \t-\r"'$<{|;&(\x60-][^ \t-\r"'|;&<>\x60]{3,200}))(?=[\s"'\x60;|&)]|$)`;

/** What begins a command, in lower case, what it is called, and what stands before its password. */
const commands: readonly (readonly [start: string, by: string, option: string])[] = [
  ['sshpass ', 'sshpass -p', String.raw`sshpass[ \t]+-p[ =]?`],
  ...['mysql ', 'mysqldump ', 'mysqladmin ', 'mysqlimport ', 'mariadb '].map(
    (start) => [start, `${start}-p`, `${start}${between}-p`] as const,
  ),
  ...[
    'docker login ',
    'podman login ',
    'az login ',
    'cf login ',
    'helm registry login ',
    'mongosh ',
    'mongo ',
    'mongodump ',
    'mongorestore ',
    'twine upload ',
  ].map((start) => [start, `${start}-p`, `${start}${between}-p[ =]`] as const),
  ...['ldapsearch ', 'ldapmodify ', 'ldapadd '].map(
    (start) => [start, `${start}-w`, `${start}${between}-w[ ]?`] as const,
  ),
  ['redis-cli ', 'redis-cli -a', `redis-cli ${between}-a[ ]`],
  ['sqlcmd ', 'sqlcmd -P', `sqlcmd ${between}-P[ ]?`],
  ['ipmitool ', 'ipmitool -P', `ipmitool ${between}-P[ ]`],
  ['rabbitmqctl ', 'rabbitmqctl', String.raw`rabbitmqctl (?:add_user|change_password)[ \t]+[^ \t-\r$]+[ \t]+`],
  ['htpasswd -', 'htpasswd -b', String.raw`htpasswd -[a-zA-Z]*b[a-zA-Z]*[ \t]+\S+[ \t]+\S+[ \t]+`],
  ['net user ', 'net user', String.raw`net user[ \t]+\S+[ \t]+(?=\S+[ \t]+/add)`],
];
const forward = commands.map(([start, by, option]) => ({ start, by, shape: new RegExp(option + value, 'y') }));

/** What is given to a command before it: `echo root:… | chpasswd`. */
const given = [
  {
    start: 'chpasswd',
    by: 'chpasswd',
    shape: /\becho[ \t]+(?:-\w+[ \t]+)?["']?[\w-]+:([^ \t-\r"'$|:]{4,200})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?$/,
  },
  {
    start: '--password-stdin',
    by: '--password-stdin',
    shape: /\b(?:echo|printf)[ \t]+(?:-\w+[ \t]+|["']?%s["']?[ \t]+)?["']?([^ \t-\r"'$|]{4,200})["']?[ \t]*\|[^|\n]*$/,
  },
] as const;

/** What the commands begin with that are known here. */
export const commandStarts: readonly string[] = [...forward, ...given].map(({ start }) => start);

/** A password in a command that takes it by an option of one letter or by its place, where one of `commandStarts` stands at `at`. */
export function readCommandPassword(text: string, at: number): Candidate | undefined {
  for (const { start, by, shape } of forward) {
    if (!text.startsWith(start, at)) continue;
    const found = matchAt(shape, text, at);
    const secret = found?.[1] ?? found?.[2] ?? found?.[3];
    if (secret === undefined) continue;
    const isQuoted = found?.[3] === undefined;
    const from = shape.lastIndex - secret.length - (isQuoted ? 1 : 0);
    return takenSecret({ secret, start: from, isQuoted, kind: 'password', by });
  }
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 1000);
  for (const { start, by, shape } of given) {
    if (!text.startsWith(start, at)) continue;
    const line = text.slice(lineStart, at);
    const found = shape.exec(line);
    const secret = found?.[1];
    if (found === null || secret === undefined) continue;
    const from = lineStart + found.index + found[0].indexOf(secret, found[0].search(/[ \t]/));
    return takenSecret({ secret, start: from, isQuoted: true, kind: 'password', by });
  }
  return undefined;
}
