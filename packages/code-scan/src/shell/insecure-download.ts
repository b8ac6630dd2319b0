import { flat } from './flat.ts';
import type { ScriptFacts } from './shell-rules.ts';

type Script = Pick<ScriptFacts, 'handsOutputOn' | 'isInFunction'>;

// Each of these forms begins at the first of the programs in a command: from every later one the same way would be gone once more.
const insecure =
  /\bcurl\b(?<!\bcurl\b[^|;&]*?curl)[^|;&]*\s(-[a-zA-Z]*k[a-zA-Z]*|--insecure)(?=\s|$)[^|;&]*|\bwget\b(?<!\bwget\b[^|;&]*?wget)[^|;&]*\s--no-check-certificate\b[^|;&]*|\bgit\s+(-c\s+)?(config\s+[^;]*)?http\.sslverify[= ]+["']?(false|0)|\bGIT_SSL_NO_VERIFY=["']?(1|true)|\bNODE_TLS_REJECT_UNAUTHORIZED=["']?0|\bnpm\s+(config\s+)?set\s+strict-ssl[= ]["']?false/i;

export function insecureDownload(line: string): string | undefined {
  return insecure.exec(flat(line))?.[0];
}

/** Why none of the downloads of a line that look at no certificates endangers anybody; undefined when one may. */
export function harmlessDownload(line: string, script: Script): string | undefined {
  const text = flat(line);
  const reasons = [...text.matchAll(new RegExp(insecure, 'gi'))].map(({ 0: found, index }) => {
    if (!/^(curl|wget)\b/i.test(found)) return undefined;
    const before = text.slice(0, index);
    const [command = ''] = /^(?:[^|;&]|(?<=>)&|&(?=>))*/.exec(text.slice(index)) ?? [];
    const after = text.slice(index + command.length);
    if (asksThisMachine(command)) return 'it asks the machine that it runs on';
    return isOnlyCheck({ before, command, after }, script) ? 'nothing of the answer is used' : undefined;
  });
  return reasons.includes(undefined) ? undefined : reasons[0];
}

const local = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\])(?=[:/?\s"']|$)/i;

function asksThisMachine(command: string): boolean {
  if (/\s(?:-[a-zA-Z]*[xK]|--(?:\w*proxy|resolve|connect-to|config))\b/.test(command)) return false;
  const words = command
    .replaceAll(/\s(?:-[HeAd]|--(?:header|referer|user-agent|data(?:-\w+)?))[= ]?\s*(?:"[^"]*"|'[^']*'|\S+)/g, '')
    .split(/\s+/)
    .map((word) => word.replaceAll(/^["']/g, ''));
  const addresses = words.filter((word) => /^\w*:\/\/|^\$|^\w+\$\{?\w+\}?:\/\//.test(word) || local.test(word));
  return addresses.length > 0 && addresses.every((word) => local.test(word.replace(/^https?:\/\//i, '')));
}

interface Parts {
  readonly before: string;
  readonly command: string;
  readonly after: string;
}

const dropped = /(?:&|\b[12])?>>?\s*\/dev\/(?:null|stderr)\b|\b[12]?>&[12]\b/g;
/** Options that send nothing and keep nothing. */
const asking = {
  curl: /^(?:-[46fgiIkLNqsSvV#]*(?:[mw]\S*)?|--(?:insecure|fail|fail-early|fail-with-body|silent|show-error|location|head|include|verbose|max-time|connect-timeout|retry[\w-]*|ipv[46]|no-progress-meter|write-out|compressed)(?:=\S*)?)$/,
  wget: /^(?:-[46nqSv]*(?:[Tt]\S*)?|--(?:no-check-certificate|spider|quiet|no-verbose|server-response|timeout|tries|head|inet[46]-only)(?:=\S*)?)$/,
};

/** Whether a command asks only if a server answers: what another answers in its place is neither kept nor read, and nothing secret is sent. */
function isOnlyCheck({ before, command, after }: Parts, { handsOutputOn, isInFunction }: Script): boolean {
  const kept = command.replaceAll(/\s(?:-[a-zA-Z]*[oO]|--output(?:-document)?)[= ]?\s*\/dev\/null\b/g, ' --head');
  const isDropped = kept !== command || /(?:^|[^2])>\s*\/dev\/null/.test(command) || /\s--(?:head|spider)\b/.test(kept);
  const isAsked = /(?:\b(?:if|elif|while|until)|!)\s+$/.test(before) || /^(?:\|\||&&)/.test(after);
  const isWget = /^wget/i.test(command);
  // Wget keeps what it is not told to drop.
  if (
    isWget ? kept === command && !kept.includes('--spider') : !isDropped && (!isAsked || handsOutputOn || isInFunction)
  )
    return false;
  if (/>/.test(`${kept}${after}`.replaceAll(dropped, '')) || /(?<!\|)\|(?!\|)/.test(after)) return false;
  if (!isDropped && (/(?:\$|<)\((?!.*\))/.test(before) || before.split('`').length % 2 === 0)) return false;
  if (/:\/\/[^/\s]*@|token|key|secret|passw|auth/i.test(command)) return false;
  const options = kept.split(/\s+/).filter((word) => word.startsWith('-'));
  return options.every((option) => asking[isWget ? 'wget' : 'curl'].test(option));
}
