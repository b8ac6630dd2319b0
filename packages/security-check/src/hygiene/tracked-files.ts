import { basename } from 'node:path';
import { scanText } from '@cdev/secret-scan';
import { shellWord, type IssueFix } from '@cdev/security-issue';
import type { HygieneFinding, HygieneRule } from './hygiene-subject.ts';

const secretFile =
  /^(\.env(\.(?!example|sample|template|dist|defaults?|schema|test|ci|license)[\w-]+)*|id_(rsa|dsa|ecdsa|ed25519)|.*\.(p12|pfx|jks|keystore)|.*\.kdbx|\.netrc|\.pgpass|\.git-credentials|credentials\.json|service-account.*\.json|\.htpasswd)$/i;
const forTests =
  /(^|\/)test[-_.][^/]*$|(^|\/)([\w-]+-)?(tests?|__tests__|fixtures?|spec|examples?|docs?|playground|e2e|templates?|mocks?)(\/|$)/i;

/** Files that are made for secrets and that git has, or would take with the next `git add`. */
export const secretFiles: HygieneRule = ({ tracked, untracked, texts }) => {
  if (tracked === undefined) return [];
  const isSecret = (path: string): boolean => secretFile.test(basename(path));
  return [
    ...tracked.filter(isSecret).map((path): HygieneFinding => trackedFile(path, holdsNoSecret(texts.get(path)))),
    ...untracked.filter(isSecret).map((path): HygieneFinding => ({
      ruleId: 'secret-file-not-ignored',
      title: `The next "git add ." takes a file that is made for secrets: ${basename(path)}`,
      severity: 'high',
      confidence: forTests.test(path) ? 'low' : 'medium',
      reasons: ['it is not tracked yet, and nothing keeps git from taking it'],
      places: [{ path }],
      mend: { text: 'Let git ignore it' },
      fix: ignoreLine(path),
      context: path,
    })),
  ];
};

function trackedFile(path: string, isHarmless: boolean): HygieneFinding {
  return {
    ruleId: 'tracked-secret-file',
    title: `A file that is made for secrets is in the repository: ${basename(path)}`,
    // Some frameworks want settings that everybody may see in files of this name.
    severity: isHarmless ? 'low' : 'medium',
    confidence: forTests.test(path) ? 'low' : 'medium',
    reasons: [
      ...(isHarmless ? ['nothing in it looks like a secret now'] : []),
      'everybody who has the repository has it, and the next secret that is written into it is committed without a question',
    ],
    places: [{ path }],
    mend: {
      text: 'Take it out of git, let git ignore it, and keep an example with empty values beside it; secrets that were in it have to be changed',
      commands: [`git rm --cached -- ${shellWord(path)}`],
    },
    fix: ignoreLine(path),
    context: path,
  };
}

function holdsNoSecret(text: string | undefined): boolean {
  return text !== undefined && scanText({ path: '.env', bytes: Buffer.from(text) }).length === 0;
}

function ignoreLine(path: string): IssueFix {
  const line = `/${path}`;
  return {
    file: '.gitignore',
    title: `Let git ignore ${path}`,
    apply: (text) => {
      if (text.split(/\r?\n/).includes(line)) return text;
      return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`;
    },
  };
}
