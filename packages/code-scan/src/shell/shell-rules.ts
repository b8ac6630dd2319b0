import type { Confidence, Severity } from '@cdev/security-issue';
import { evaluatedInput } from './evaluated-input.ts';
import { flat } from './flat.ts';
import { harmlessDownload, insecureDownload } from './insecure-download.ts';

export interface ShellRule {
  readonly id: string;
  /** What it is about, at length. */
  readonly url: string;
  readonly title: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly reason: string;
  readonly mend: string;
  /** It takes another user of the same machine: a job of a workflow has one of its own, and so has the making of an image unless it stays there. */
  readonly isOfUsers?: true;
  readonly staysInImage?: true;
  /** What of a logical line is wrong, as the text to show; undefined when nothing is. */
  readonly find: (line: string, script: ScriptFacts) => string | undefined;
  /** Why what was found in a line is told more quietly. */
  readonly quietly?: (line: string, script: Pick<ScriptFacts, 'handsOutputOn' | 'isInFunction'>) => string | undefined;
}

export interface ScriptFacts {
  /** It ends with the first command that fails. */
  readonly stopsOnError: boolean;
  readonly usesUnset: boolean;
  /** What a command in it prints may be taken elsewhere: from a block, or from all of it. */
  readonly handsOutputOn: boolean;
  /** The line may be one of a function. */
  readonly isInFunction: boolean;
  /** It is no program but read by one. */
  readonly isRead: boolean;
  /** Variables that get a value of the script's own: `x=$(mktemp -d)`, a literal. */
  readonly assigned: ReadonlyMap<string, string>;
  /** Variables that get an argument of the script, or what it reads. */
  readonly given: ReadonlySet<string>;
  /** The command before. */
  readonly before: string | undefined;
}

const match =
  (form: RegExp) =>
  (line: string): string | undefined =>
    form.exec(line)?.[0];

/** What `rm -r` removes, word by word as it is written. */
function removed(line: string): { readonly words: readonly string[]; readonly shown: string } | undefined {
  for (const [shown, rest = ''] of line.matchAll(/\brm\s+((?:"[^"]*"|'[^']*'|[^;|&"'])*)/g)) {
    const words = rest.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
    if (words.some((word) => /^-[a-zA-Z]*[rR]|^--recursive$/.test(word)))
      return { words: words.filter((word) => !word.startsWith('-')), shown: shown.trim() };
  }
  return undefined;
}

/** What may stand before a command: `sudo -u ada`, `env A=b`, `A=b`. */
const prefix = String.raw`(?:(?:sudo(?:\s+-\S+(?:\s+(?!(?:\S*/)?(?:ba|z|da|k)?sh\b|python|node\b)\w[\w.-]*(?=\s))?)*|(?:\S*/)?env(?:\s+-\S+)*|\w+=\S*|exec|time|nohup)\s+)*`;
/** A shell, or another interpreter that is given no script. */
const interpreter = String.raw`(?:\S*/)?(?:(?:ba|z|da|k|fi)?sh\b|(?:python[\d.]*|node|perl|ruby|php)(?:\s+-(?=\s|$)|\s*(?=$|[;&|)])))`;
// Each of these forms begins at the first of the programs in a command: from every later one the same way would be gone once more.
const pipedDownload = new RegExp(
  String.raw`\b(?:curl|wget)\b(?<!\b(?:curl|wget)\b[^|;&#]*?\w{4})(?:[^|;&#]|(?<=>)&|(?<!>)&(?=>)){0,2000}(?:\|\s*(?:tee|gunzip|zcat|xz|bzip2|sed|tr|base64|gpg|cat)\b[^|;&]*)*\|\s*${prefix}${interpreter}`,
);
const substitutedDownload =
  /(?:\b(?:ba|z|da|k)?sh|\b(?:source|eval|ruby|perl|node|python[\d.]*)|(?:^|[\s;&|(])\.)\s+(?:-[a-zA-Z]+\s+)*(?:<<<\s*)?["']?(?:<\(|\$\(|`)\s*(?:curl|wget)\b[^)`]*[)`]/;

/** Of a word that is removed what is in front of `/` and can be empty. */
function emptied(word: string): string | undefined {
  return (
    /^["']?\$\{?([A-Za-z_]\w*)\}?["']?\/["']?(?:\*|\{.*)?["']?$/.exec(word)?.[1] ??
    /^["']?\/\$\{?([A-Za-z_]\w*)\}?["']?$/.exec(word)?.[1]
  );
}

/** A dozen things that a shell script should not do. */
export const shellRules: readonly ShellRule[] = [
  {
    id: 'shell-remove-unset',
    url: 'https://www.shellcheck.net/wiki/SC2115',
    title: 'If the variable is empty, the root folder is removed',
    severity: 'high',
    confidence: 'high',
    reason: 'an empty variable leaves "/" or "/*" of the path',
    mend: 'Let an empty one stop the script: rm -rf "${DIR:?}/"',
    find: (line, { usesUnset, assigned }) => {
      const found = removed(line);
      const isOpen = (name: string | undefined): boolean => {
        const value = name === undefined ? '' : assigned.get(name);
        return name !== undefined && (value === undefined || value === '' || /^["']?\$\{?\d/.test(value));
      };
      return !usesUnset && found?.words.some((word) => isOpen(emptied(word))) === true ? found.shown : undefined;
    },
  },
  {
    id: 'shell-remove-unquoted',
    url: 'https://www.shellcheck.net/wiki/SC2086',
    title: 'What is removed depends on spaces in a variable',
    severity: 'medium',
    confidence: 'medium',
    reason: 'a path with a space is two paths, and one with * is many',
    mend: 'Put it in quotes, after --: rm -rf -- "$DIR"',
    find: (line, { assigned }) => {
      const found = removed(line);
      const isOpen = (word: string): boolean => {
        const name = /^[^"']*?\$(?:\{([A-Za-z_]\w*|[\d*@])(?:\[[@*]\])?\}|([A-Za-z_]\w*|[\d*@]))(?=\/|$)/.exec(word);
        const value = name === null ? undefined : assigned.get(name[1] ?? name[2] ?? '');
        return name !== null && !(value !== undefined && /^["']?(\$\(mktemp|[\w./-]+["']?$)/.test(value));
      };
      return found?.words.some(isOpen) === true ? found.shown : undefined;
    },
  },
  {
    id: 'shell-download-run',
    url: 'https://cwe.mitre.org/data/definitions/494.html',
    title: 'What a server answers is run',
    severity: 'high',
    confidence: 'medium',
    reason:
      'whoever has the server, the name or the way to it chooses what is run; a broken connection runs half of it',
    mend: 'Download it to a file, compare its hash with one that stands here, then run it',
    find: (line) => {
      const found = pipedDownload.exec(flat(line));
      return found ? line.slice(found.index, found.index + found[0].length) : substitutedDownload.exec(line)?.[0];
    },
  },
  {
    id: 'shell-insecure-download',
    url: 'https://cwe.mitre.org/data/definitions/295.html',
    title: 'A download does not look at certificates',
    severity: 'high',
    confidence: 'high',
    reason: 'whoever is between the two ends gives another file',
    mend: 'Leave -k, --insecure and --no-check-certificate out; trust an own authority by --cacert',
    find: insecureDownload,
    quietly: harmlessDownload,
  },
  {
    id: 'shell-eval-input',
    url: 'https://cwe.mitre.org/data/definitions/78.html',
    title: 'Text from outside is run as a command',
    severity: 'high',
    confidence: 'medium',
    reason: 'a ; or $(…) in an argument or an input is run as a command of its own',
    mend: 'Run it as a list: "$@", or choose by case',
    find: (line, { given }) => evaluatedInput(line, given),
  },
  {
    id: 'shell-predictable-temp',
    url: 'https://cwe.mitre.org/data/definitions/377.html',
    title: 'A file with a name that can be guessed is written in the folder for temporary files',
    severity: 'medium',
    confidence: 'medium',
    reason: 'another user of the machine lays a link there first, and the script writes over the file that it leads to',
    mend: 'Take a name that nobody knows: file=$(mktemp)',
    isOfUsers: true,
    find: (line, { assigned }) => {
      const direct =
        /(?:>>?|\btee\s+(?:-\w+\s+)*)\s*["']?(?:\/(?:var\/)?tmp|\$\{TMPDIR:-\/tmp\})\/[\w.-]*(?:\$\$|\$\{?(?:USER|RANDOM)\}?)?[\w.-]*["']?(?=\s|;|$)|\b(?:curl|wget)\b(?<!\b(?:curl|wget)\b[^|;&]*?\w{4})[^|;&]*\s-[oO]\s*["']?\/tmp\/[\w.-]+|\bmktemp\s+(?:-\w+\s+)*-\w*u\b/.exec(
          line,
        )?.[0];
      const [shown, name = ''] = />>?\s*["']?\$\{?([A-Za-z_]\w*)\}?["']?(?=\s|;|$)/.exec(line) ?? [];
      const isTemp = /^["']?\/(?:var\/)?tmp\/[\w.-]+(?:\$\$)?["']?$/.test(assigned.get(name) ?? '');
      return direct ?? (isTemp ? shown : undefined);
    },
  },
  {
    id: 'shell-open-mode',
    url: 'https://cwe.mitre.org/data/definitions/732.html',
    title: 'Files are made writable for every user of the machine',
    severity: 'medium',
    confidence: 'high',
    reason: 'another user changes them, and with a program among them runs code as whoever starts that',
    mend: 'Give what is needed: chmod 755, 644 or 600',
    isOfUsers: true,
    find: match(
      /\bchmod\s+(?:--?[\w-]+\s+)*(?:0?[0-7][0-7][2367]|(?:[ugoa]*[-+=][rwxXst]*,)*[ug]*[oa][ugoa]*[+=][rxXst]*w[rwxXst]*)\s[^;&|]*|\b(?:mkdir|install)\s(?<!\b(?:mkdir|install)\s[^;&|]*?(?:mkdir|install)\s)[^;&|]*(?:-m\s*|--mode[= ])0?[0-7][0-7][2367]\s[^;&|]*/,
    ),
  },
  {
    id: 'shell-password-argument',
    url: 'https://cwe.mitre.org/data/definitions/214.html',
    title: 'A password stands on a command line',
    severity: 'medium',
    confidence: 'medium',
    reason: 'every user of the machine sees the arguments of every program, and the log of CI keeps them',
    mend: 'Give it by stdin or a file: docker login --password-stdin, curl --config, MYSQL_PWD',
    isOfUsers: true,
    staysInImage: true,
    find: match(
      /\b(docker|podman|oc|helm registry)\s+login\b(?<!\blogin\b[^|;&]*?login)[^|;&]*\s(-p|--password)[ =]\S+|\bmysql(?:dump)?\b(?<!\bmysql(?:dump)?\b[^|;&]*?mysql(?:dump)?)[^|;&]*\s(?:-p["'$A-Za-z0-9]\S*|--password=["']?[^\s"'][^|;&\s]*)|\bredis-cli\b(?<!\bredis-cli\b[^|;&]*?redis-cli)[^|;&]*\s-a\s*["']?[^\s"']\S*|\bsshpass\s+-p\s*\S+|\bcurl\b(?<!\bcurl\b[^|;&]*?curl)[^|;&]*\s(-u|--user)\s*["']?[\w.-]+:[^\s$"']\S*/,
    ),
  },
  {
    id: 'shell-host-key-off',
    url: 'https://cwe.mitre.org/data/definitions/322.html',
    title: 'The other end of an SSH connection is not looked at',
    severity: 'high',
    confidence: 'medium',
    reason: 'whoever is between the two ends gets the commands, and passwords that are typed',
    mend: 'Keep its key in the repository: -o UserKnownHostsFile=known_hosts',
    find: match(/StrictHostKeyChecking[= ]["']?(?:no|off)\b/),
  },
  {
    id: 'shell-unchecked-cd',
    url: 'https://www.shellcheck.net/wiki/SC2164',
    title: 'When the folder is not there, what follows is done elsewhere',
    severity: 'medium',
    confidence: 'medium',
    reason: 'cd fails, the script goes on, and removes what is in the folder it is in',
    mend: 'Write cd "$DIR" || exit, or set -e at the top',
    find: (line, { stopsOnError, isRead, before = '' }) => {
      if (stopsOnError) return undefined;
      const here = /(^|[;]\s*)cd\s+[^;&|]+;\s*rm\s+-[a-zA-Z]*[rR][^;&|]*/.exec(line)?.[0];
      const isAfter = !isRead && /^\s*cd\s+[^;&|\s][^;&|]*$/.test(before) && /^\s*rm\s/.test(line);
      const found = isAfter ? removed(line) : undefined;
      return here ?? (found?.words.some((word) => /^["']?[\w.*]/.test(word)) === true ? found.shown : undefined);
    },
  },
  {
    id: 'shell-goes-on',
    url: 'https://www.gnu.org/software/bash/manual/html_node/The-Set-Builtin.html',
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
    url: 'https://www.shellcheck.net/wiki/SC2029',
    title: 'A variable is put into a command for another machine',
    severity: 'medium',
    confidence: 'low',
    reason: 'the other shell reads it once more: a ; or $(…) in it is run there',
    mend: 'Quote it for the other shell: ssh host "cmd ${name@Q}", or give it by stdin',
    find: match(/\bssh\s+(-\S+\s+(\S+\s+)?)*\S+\s+"[^"]*\$\{?(\d|@|\*)\}?[^"]*"/),
  },
];
