import type { Confidence, Severity } from '@cdev/security-issue';

export interface ShellRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly reason: string;
  readonly mend: string;
  /** What of a logical line is wrong, as the text to show; undefined when nothing is. */
  readonly find: (line: string, script: ScriptFacts) => string | undefined;
}

export interface ScriptFacts {
  /** It ends with the first command that fails. */
  readonly stopsOnError: boolean;
  readonly usesUnset: boolean;
  /** It is no program but read by one. */
  readonly isRead: boolean;
  /** Variables that get a value of the script's own: `x=$(mktemp -d)`, a literal. */
  readonly assigned: ReadonlyMap<string, string>;
}

const match =
  (form: RegExp) =>
  (line: string): string | undefined =>
    form.exec(line)?.[0];
const remove = /\brm\s+(?:-[a-zA-Z]+\s+|--[\w-]+\s+)*/;

/** A dozen things that a shell script should not do. */
export const shellRules: readonly ShellRule[] = [
  {
    id: 'shell-remove-unset',
    title: 'If the variable is empty, the root folder is removed',
    severity: 'high',
    confidence: 'high',
    reason: 'an empty variable leaves "/" or "/*" of the path',
    mend: 'Let an empty one stop the script: rm -rf "${DIR:?}/"',
    find: (line, { usesUnset, assigned }) => {
      const found = new RegExp(`${remove.source}["']?\\$\\{?([A-Za-z_]\\w*)\\}?["']?/(\\*|["'\\s;]|$)`).exec(line);
      if (found === null || !/\s-[a-zA-Z]*[rR]/.test(found[0])) return undefined;
      const value = assigned.get(found[1] ?? '');
      if (usesUnset || (value !== undefined && value !== '' && !/^["']?\$\{?\d/.test(value))) return undefined;
      return found[0];
    },
  },
  {
    id: 'shell-remove-unquoted',
    title: 'What is removed depends on spaces in a variable',
    severity: 'medium',
    confidence: 'medium',
    reason: 'a path with a space is two paths, and one with * is many',
    mend: 'Put it in quotes, after --: rm -rf -- "$DIR"',
    find: (line, { assigned }) => {
      const found = new RegExp(
        `${remove.source}(?:[^\\s;|&"']+\\s+)*\\$\\{?([A-Za-z_]\\w*|\\d|\\*|@)\\}?(?=[\\s;/]|$)`,
      ).exec(line);
      if (found === null || !/\s-[a-zA-Z]*[rR]/.test(found[0])) return undefined;
      const value = assigned.get(found[1] ?? '');
      return value !== undefined && /^["']?(\$\(mktemp|[\w./-]+["']?$)/.test(value) ? undefined : found[0];
    },
  },
  {
    id: 'shell-download-run',
    title: 'What a server answers is run',
    severity: 'high',
    confidence: 'medium',
    reason:
      'whoever has the server, the name or the way to it chooses what is run; a broken connection runs half of it',
    mend: 'Download it to a file, compare its hash with one that stands here, then run it',
    find: match(
      /\b(curl|wget)\b[^|;&#]*\|\s*(sudo\s+(-\w+\s+)*)?(env\s+(\w+=\S*\s+)*)?(ba|z|da|k)?sh\b|\b(ba|z)?sh\s+(-c\s+)?["']?(<\(|\$\()\s*(curl|wget)\b[^)]*\)|\beval\s+["']?\$\(\s*(curl|wget)\b[^)]*\)|\bsource\s+<\(\s*curl[^)]*\)/,
    ),
  },
  {
    id: 'shell-insecure-download',
    title: 'A download does not look at certificates',
    severity: 'high',
    confidence: 'high',
    reason: 'whoever is between the two ends gives another file',
    mend: 'Leave -k, --insecure and --no-check-certificate out; trust an own authority by --cacert',
    find: match(
      /\bcurl\b[^|;&]*\s(-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|$)[^|;&]*|\bwget\b[^|;&]*\s--no-check-certificate\b[^|;&]*|\bgit\s+(-c\s+)?(config\s+[^;]*)?http\.sslVerify[= ]+["']?(false|0)|\bGIT_SSL_NO_VERIFY=["']?(1|true)|\bNODE_TLS_REJECT_UNAUTHORIZED=["']?0|\bnpm\s+config\s+set\s+strict-ssl\s+false/,
    ),
  },
  {
    id: 'shell-eval-input',
    title: 'Text from outside is run as a command',
    severity: 'high',
    confidence: 'medium',
    reason: 'a ; or $(…) in an argument or an input is run as a command of its own',
    mend: 'Run it as a list: "$@", or choose by case',
    find: (line) => {
      const found =
        /(^|[;&|]\s*|\b(then|do)\s+)eval\s+["']?[^#\n]*\$(\{?(\d|@|\*|REPLY|QUERY_STRING|INPUT\w*)\}?)/.exec(line);
      return found === null || /ssh-agent|direnv|brew shellenv/.test(line)
        ? undefined
        : found[0].replace(/^[;&|\s]+/, '');
    },
  },
  {
    id: 'shell-predictable-temp',
    title: 'A file with a name that can be guessed is written in the folder for temporary files',
    severity: 'medium',
    confidence: 'medium',
    reason: 'another user of the machine lays a link there first, and the script writes over the file that it leads to',
    mend: 'Take a name that nobody knows: file=$(mktemp)',
    find: match(
      />>?\s*["']?\/(var\/)?tmp\/[\w.-]*(\$\$|\$\{?(USER|RANDOM)\}?)?[\w.-]*["']?(?=\s|;|$)|\b(curl|wget)\b[^|;&]*\s-[oO]\s*["']?\/tmp\/[\w.-]+/,
    ),
  },
  {
    id: 'shell-open-mode',
    title: 'Files are made writable for every user of the machine',
    severity: 'medium',
    confidence: 'high',
    reason: 'another user changes them, and with a program among them runs code as whoever starts that',
    mend: 'Give what is needed: chmod 755, 644 or 600',
    find: match(/\bchmod\s+(-\w+\s+)*(0?777|0?666|a\+rwx|o\+w|ugo\+w|a\+w)\s[^;&|]*/),
  },
  {
    id: 'shell-password-argument',
    title: 'A password stands on a command line',
    severity: 'medium',
    confidence: 'medium',
    reason: 'every user of the machine sees the arguments of every program, and the log of CI keeps them',
    mend: 'Give it by stdin or a file: docker login --password-stdin, curl --config, MYSQL_PWD',
    find: match(
      /\b(docker|podman|oc|helm registry)\s+login\b[^|;&]*\s(-p|--password)[ =]\S+|\bmysql(dump)?\b[^|;&]*\s-p["'$A-Za-z0-9]\S*|\bsshpass\s+-p\s*\S+|\bcurl\b[^|;&]*\s(-u|--user)\s*["']?[\w.-]+:[^\s$"']\S*/,
    ),
  },
  {
    id: 'shell-host-key-off',
    title: 'The other end of an SSH connection is not looked at',
    severity: 'high',
    confidence: 'medium',
    reason: 'whoever is between the two ends gets the commands, and passwords that are typed',
    mend: 'Keep its key in the repository: -o UserKnownHostsFile=known_hosts',
    find: match(/\b(ssh|scp|sftp|rsync|GIT_SSH_COMMAND)\b[^;|]*StrictHostKeyChecking[= ]["']?no\b/),
  },
  {
    id: 'shell-unchecked-cd',
    title: 'When the folder is not there, what follows is done elsewhere',
    severity: 'medium',
    confidence: 'medium',
    reason: 'cd fails, the script goes on, and removes what is in the folder it is in',
    mend: 'Write cd "$DIR" || exit, or set -e at the top',
    find: (line, { stopsOnError }) =>
      stopsOnError ? undefined : /(^|[;]\s*)cd\s+[^;&|]+;\s*rm\s+-[a-zA-Z]*[rR][^;&|]*/.exec(line)?.[0],
  },
  {
    id: 'shell-goes-on',
    title: 'A script that removes folders goes on after a command that failed',
    severity: 'low',
    confidence: 'medium',
    reason: 'what follows was written for the case that all before it worked',
    mend: 'Begin with set -euo pipefail',
    find: (line, { stopsOnError, isRead }) =>
      stopsOnError || isRead || line.includes(':?')
        ? undefined
        : /^\s*rm\s+-[a-zA-Z]*[rR][a-zA-Z]*\s+[^;&|]*\$[^;&|]*/.exec(line)?.[0].trim(),
  },
  {
    id: 'shell-remote-variable',
    title: 'A variable is put into a command for another machine',
    severity: 'medium',
    confidence: 'low',
    reason: 'the other shell reads it once more: a ; or $(…) in it is run there',
    mend: 'Quote it for the other shell: ssh host "cmd ${name@Q}", or give it by stdin',
    find: match(/\bssh\s+(-\S+\s+(\S+\s+)?)*\S+\s+"[^"]*\$\{?(\d|@|\*)\}?[^"]*"/),
  },
];
