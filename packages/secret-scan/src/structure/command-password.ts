import type { Candidate } from '../finding.ts';
import { matchAt } from '../match-at.ts';
import { takenSecret } from './taken-secret.ts';

/** What may stand between a command and its option, in one command; a line may end with a backslash. */
const between = String.raw`(?:(?:[^\n|;&"']|\\\r?\n|"[^"\n]*"|'[^'\n]*'){0,300}?[ \t])?`;
const value = String.raw`(?:"([^"\n$]{4,200})"|'([^'\n]{4,200})'|([^ \t-\r"'$<{|;&(\x60-][^ \t-\r"'|;&<>\x60]{3,200}))(?=[\s"'\x60;|&)]|$)`;
/** A user of Oracle, whose password stands behind it and before what it leads to. */
const oracleUser = String.raw`["']?[\w$#]{1,30}/(?=[^ \t-\r"'$@/<{]{4,100}(?:@|["' \t\r\n]|$))`;
/** Up to where the database of Oracle begins. */
const oraclePassword = String.raw`([^ \t-\r"'$@/<{]{4,100})`;

/** What begins a command, as it is written, what it is called, and what stands before its password. */
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
  ['net use ', 'net use', String.raw`net use ${between}/user:\S+[ \t]+(?!/)`],
  ['net use ', 'net use', String.raw`net use (?:[\w*]:?[ \t]+)?\\\\\S+[ \t]+(?!/)(?=\S+[ \t][^\n]{0,80}/user:)`],
  ['schtasks ', 'schtasks /rp', `schtasks ${between}/(?:rp|RP)[ ]`],
  ['psexec ', 'psexec -p', `psexec ${between}-p[ ]`],
  ['osql ', 'osql -P', `osql ${between}-P[ ]?`],
  ['bcp ', 'bcp -P', `bcp ${between}-P[ ]?`],
  ['signtool sign ', 'signtool /p', `signtool sign ${between}/p[ ]`],
  ['openssl enc ', 'openssl enc -k', `openssl enc ${between}-k[ ]`],
  ['openssl enc ', 'openssl enc -K', String.raw`openssl enc ${between}-K[ ](?=[\da-fA-F]{32})`],
  ['-storepass ', '-storepass', '-storepass[ ]'],
  ['-keypass ', '-keypass', '-keypass[ ]'],
  ['--passphrase ', '--passphrase', '--passphrase[ ](?=[^-])'],
  ['requirepass ', 'requirepass', String.raw`(?<=(?:^|\n|--))requirepass[ ]+`],
  ['masterauth ', 'masterauth', String.raw`(?<=(?:^|\n|--))masterauth[ ]+`],
  ['svn ', 'svn --password', `svn ${between}--password[ =]`],
  ['nmcli ', 'nmcli', String.raw`nmcli (?:d|c)\w*[ ]${between}password[ ]+`],
  ['lftp ', 'lftp -u', String.raw`lftp ${between}-u[ ]?[\w.@-]+,`],
  ['smbclient ', 'smbclient -U', String.raw`smbclient ${between}-U[ ]?["']?[^ \t\n%"']+%`],
  ['zip -', 'zip -P', `zip ${between}-[a-oq-zA-OQ-Z]*P[ ]?`],
  ['7z ', '7z -p', `7z ${between}-p`],
  ['ssh-keygen ', 'ssh-keygen -N', `ssh-keygen ${between}-N[ ]?`],
  ['mosquitto_pub ', 'mosquitto_pub -P', `mosquitto_pub ${between}-P[ ]`],
  ['mosquitto_sub ', 'mosquitto_sub -P', `mosquitto_sub ${between}-P[ ]`],
  ['mosquitto_passwd -', 'mosquitto_passwd -b', String.raw`mosquitto_passwd -\w*b\w*[ ]+\S+[ ]+\S+[ ]+`],
  ['cqlsh ', 'cqlsh -p', `cqlsh ${between}-p[ ]?`],
  ['security unlock-keychain ', 'security -p', `security unlock-keychain ${between}-p[ ]`],
  ['security create-keychain ', 'security -p', `security create-keychain ${between}-p[ ]`],
  ['security set-key-partition-list ', 'security -k', `security set-key-partition-list ${between}-k[ ]`],
  ['security import ', 'security import -P', `security import ${between}-P[ ]`],
  ['altool ', 'altool -p', `altool ${between}-p[ ]`],
  ['slappasswd ', 'slappasswd -s', `slappasswd ${between}-s[ ]`],
  ['ldappasswd ', 'ldappasswd -s', `ldappasswd ${between}-s[ ]`],
  ['http -a ', 'http -a', String.raw`http -a ["']?[\w.@-]+:`],
  ['sudo -S', 'sudo -S', String.raw`sudo -S[^\n|;&<]{0,200}<<<[ ]*`],
  ['machine ', '.netrc', String.raw`machine[ \t]+\S+\s+login[ \t]+\S+\s+password[ \t]+`],
];
const forward = [
  ...commands.map(([start, by, option]) => ({ start, by, shape: new RegExp(option + value, 'dy') })),
  ...['sqlplus ', 'sqlldr ', 'expdp ', 'impdp '].map((start) => ({
    start,
    by: start.trim(),
    shape: new RegExp(String.raw`${start}[ \t]*(?:-\w+[ \t]+)*(?:userid=)?${oracleUser}${oraclePassword}`, 'dy'),
  })),
  {
    start: 'jdbc:oracle:thin:',
    by: 'jdbc:oracle:thin',
    shape: new RegExp(`jdbc:oracle:thin:${oracleUser}${oraclePassword}(?=@)`, 'dy'),
  },
  {
    start: 'send "',
    by: 'expect',
    shape: /(?<=assw(?:or)?d[^\n]{0,40}(?:\n[^\n]{0,80})?[\n;{][ \t]*)send "([^"\\\n$]{4,100})(?=\\[rn]")/dy,
  },
];

/** What is given to a command before it: `echo root:… | chpasswd`. */
const given = [
  {
    start: 'chpasswd',
    by: 'chpasswd',
    shape: /\becho[ \t]+(?:-\w+[ \t]+)?["']?[\w-]+:([^ \t-\r"'$|:]{4,200})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?$/d,
  },
  {
    start: '--password-stdin',
    by: '--password-stdin',
    shape: /\b(?:echo|printf)[ \t]+(?:-\w+[ \t]+|["']?%s["']?[ \t]+)?["']?([^ \t-\r"'$|]{4,200})["']?[ \t]*\|[^|\n]*$/d,
  },
  ...['sudo -S', 'sudo -kS', 'passwd --stdin'].map((start) => ({
    start,
    by: start,
    shape: /\becho[ \t]+(?:-\w+[ \t]+)?["']?([^ \t-\r"'$|]{4,200})["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?$/d,
  })),
  ...['| passwd', '|passwd', '| sudo passwd', '| smbpasswd'].map((start) => ({
    start,
    by: 'passwd',
    shape: /\becho[ \t]+-\w+[ \t]+["']?([^ \t-\r"'$|\\]{4,200})\\n\1(?:\\n)?["']?[ \t]*$/d,
  })),
  {
    start: '| ConvertTo-SecureString',
    by: 'ConvertTo-SecureString',
    shape: /["']([^"'\n$]{4,200})["'][ \t]*$/d,
  },
  // How Go names a database.
  ...['@tcp(', '@unix('].map((start) => ({
    start,
    by: `an address with ${start}`,
    shape: /["'`= ][\w.-]{1,60}:([^ \t-\r"'`<>{}$%/]{4,200})$/d,
  })),
] as const;

/** What the commands begin with that are known here, in lower case. */
export const commandStarts: readonly string[] = [...forward, ...given].map(({ start }) => start.toLowerCase());

/** A password in a command that takes it by an option of one letter or by its place, where one of `commandStarts` stands at `at`. */
export function readCommandPassword(text: string, at: number): Candidate | undefined {
  for (const { start, by, shape } of forward) {
    if (!text.startsWith(start, at)) continue;
    const found = matchAt(shape, text, at);
    const isQuoted = found?.[3] === undefined;
    const [from, to] = found?.indices?.slice(1).find((place) => place !== undefined) ?? [];
    if (from === undefined) continue;
    return takenSecret({ secret: text.slice(from, to), start: from, isQuoted, kind: 'password', by });
  }
  const lineStart = Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 1000);
  for (const { start, by, shape } of given) {
    if (!text.startsWith(start, at)) continue;
    const line = text.slice(lineStart, at);
    const [from, to] = shape.exec(line)?.indices?.[1] ?? [];
    if (from === undefined) continue;
    return takenSecret({ secret: line.slice(from, to), start: lineStart + from, isQuoted: true, kind: 'password', by });
  }
  return undefined;
}
