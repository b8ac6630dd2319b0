import { entropy } from '../grade/entropy.ts';
import { looksGenerated } from './looks-generated.ts';
import type { NameClass } from './name-class.ts';
import { looksLikeWords } from './word-likeness.ts';
import { isHeaderOfToken, isNotation } from './notation.ts';
import type { Value } from './read-value.ts';

export interface Judgement {
  readonly certainty: number;
  readonly reasons: readonly string[];
}

const nothing =
  /^(?:null|none|nil|undefined|true|false|yes|no|on|off|empty|blank|optional|required|string|str|text|bytes?|number|int(?:eger)?|float|bool(?:ean)?|object|any|void|unknown|never|default|auto|unset|n\/a|tbd|todo|hidden|redacted|masked|removed|filtered|password|passwd|passphrase|pass|pwd|secret|token|key|apikey|api[-_ ]key|value|username|user|bearer|basic|jwt|oauth2?|header|cookie|query|body|hash|sha(?:1|256|512)|md5|bcrypt|plain|base64|encrypted|env|environment|file|vault|keychain|literal|constant|static|final|this|self|function|return|await|async|import|export|require|class|const|let|var|new|type|interface|include|lookup|printf|select|https?|always|on_create)$/i;
/** Words that people give as passwords, in tests above all, though they are also what a field is called. */
const isPasswordWord = /^(?:password|passwd|passphrase|pass|secret|default|admin|root|test)$/;
const reference =
  /^(?:["']\$[A-Za-z_({]|\$[A-Za-z_({[]|\$$|%[A-Za-z_(]|%[sdv@]|\{\{|\{[\w.$:-]*\}|<[%?A-Za-z/]|<<|#\{|@[{(]|@[\w.]+@$|@[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|!(?:[A-Z]|vault)|\*[A-Za-z]|&[a-z]|&$|\[\w|`(?![^`]*\d)|~\/|\.{1,2}\/|\\[nrt]|\\+\$\{?[A-Z][A-Z\d_]+\}?$|\|)|\$\{|\{\{|\$\(|<\w[\w -]*>|%\(\w+\)|process\.env|os\.environ|os\.getenv|System\.getenv|secrets\.|vault:|ssm:|arn:aws|projects\/[\w-]+\/secrets|op:\/\/|^env[(:.]|^(?:var|local|data|module|self|this|config|settings|props|state|params|options|request|req|res|context|ctx)\.\w/;
const addressOrPath =
  /^(?:[a-z][a-z0-9+.-]*:\/\/|\/\/?[\w.-]+\/|\/[\w.-]+$|[A-Za-z]:\\|mailto:|data:|urn:|[a-z]{2,10}:\/[\w.-]+\/)/i;
const filename =
  /^[\w./@~+ -]+\.(?:js|ts|tsx|jsx|mjs|cjs|json|ya?ml|md|html?|css|scss|less|py|rb|go|java|kt|rs|php|pem|key|crt|cer|p12|pfx|jks|txt|xml|sh|png|svg|jpg|properties|conf|ini|toml|lock|log|vue|csv|pub)$/i;
const escaped = /\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|U[0-9A-Fa-f]{8})/g;
/** A version or range of versions, a public key. */
const version = /^(?:[~^<>=v ]*\d+(?:\.(?:\d+|x|\*)){1,3}(?:[-+][\w.-]+)?|workspace:.*|npm:.*|catalog:.*)$/i;
const publicKey =
  /^(?:MF[kYw]wEwYHKoZIzj0|MI[GI][A-Za-z0-9+/]{0,4}M[A0]GCSqGSIb3DQEBA|MCowBQYDK2Vw|ssh-(?:rsa|ed25519) )/;
const member = /^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+(?:\(.*)?$/;
const code =
  /=>|&&|[;,]\w+=\w|[;,]!|\|\||;\s|\(\)|\)\s*[;{]|\bfunction\b|\breturn\b|\\[wdsb][+*{]|\[(?:\^|a-z|A-Z|0-9)|\(\?:|\.test\(|<\/|\/>|\breplace\(/;
/** The name of a member or type, `authPassword`, `IAmazonCredentials`: what a field is called, not what is in it. */
const memberName = /^[A-Za-z]+(?:[a-z]|S3)(?:Password|Passwd|Passphrase|Credentials?|Token|Secret|Key)s?$/;
/** A command of PowerShell, by the verbs that give something back. */
const cmdlet =
  /^(?:Add|Convert(?:From|To)?|Find|Format|Get|Import|Invoke|Join|Merge|New|Out|Read|Receive|Request|Resolve|Select|Set|Split|Test|Unprotect|Protect|Use)-[A-Z][A-Za-z]+$/;
const uuidWithin = /^(.*?)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(.*)$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a value that stands at a name of that class can be the secret itself, and how sure that is. */
export function judgeValue(secret: string, name: NameClass, value: Value, isSettings: boolean): Judgement | undefined {
  const { shape, isQuoted } = value;
  // How Spring is told that it is no hash.
  if (secret.startsWith('{noop}')) return judgeValue(secret.slice('{noop}'.length), name, value, isSettings);
  const { length } = secret;
  if (name === 'password' && isAppPassword(secret))
    return { certainty: 0.75, reasons: ['it has the form of a password for one application'] };
  if (length < (name === 'password' ? 4 : name === 'weak' ? 16 : 8) || length > 2000) return undefined;
  if (isQuoted && length >= 40 && name !== 'password' && isMixed(secret))
    return { certainty: 0.75, reasons: ['it stands where a secret is set and is random'] };
  const isNothing = nothing.test(secret);
  // What it begins with and has in it is chance then. Without quotation marks brackets are still those of code.
  const isGenerated = name !== 'weak' && looksGenerated(secret) && (isQuoted || !/[(){}]/.test(secret));
  if (
    (isNothing && !(name === 'password' && isQuoted && isPasswordWord.test(secret))) ||
    (reference.test(secret) && !isGenerated) ||
    (addressOrPath.test(secret) && !isGenerated && !isRandomBase64(secret)) ||
    filename.test(secret) ||
    version.test(secret) ||
    publicKey.test(secret)
  )
    return undefined;
  // The end of a line is no part of it.
  if (isQuoted && /^.{0,3}(?:\\[rnt0])+$/.test(secret)) return undefined;
  if (/^(.)\1*$/.test(secret) || /^[\W_]+$/.test(secret)) return undefined;
  // No `\s`, which has a byte of `à` in UTF-8.
  if (/[ \t-\r]/.test(secret) && (name !== 'password' || /[ \t-\r][^ \t-\r]+[ \t-\r]/.test(secret) || !isQuoted))
    return undefined;
  if (/[^\x20-\x7e]/.test(secret) && name !== 'password') return undefined;
  if (
    (isHeaderOfToken(secret) && name !== 'secret' && name !== 'password') ||
    (!isGenerated && isNotation(secret, shape, isSettings))
  )
    return undefined;
  if (!isGenerated && (code.test(secret) || memberName.test(secret) || (!isQuoted && cmdlet.test(secret))))
    return undefined;
  const hasDigit = /\d/.test(secret);
  if (
    !isGenerated &&
    member.test(secret) &&
    !(hasDigit && (entropy(secret) > 4 || (name === 'password' && isQuoted && isChosen(secret))))
  )
    return undefined;
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(secret) && !(hasDigit && entropy(secret) > 3.7)) return undefined;
  if (/^[\d.,:/ -]+$/.test(secret) && (name !== 'password' || length < 5 || /^\d+(?:[.:/]\d+)+$/.test(secret)))
    return undefined;
  // Who signed a request to AWS, and when.
  if (secret.endsWith('aws4_request')) return undefined;
  // Signs that are written as escapes, and what was cut: an ellipsis, as it is in UTF-8.
  if (!/[A-Za-z0-9\x80-\xff]/.test(secret.replaceAll(escaped, '')) || /^\xe2\x80\xa6|\xe2\x80\xa6$/.test(secret))
    return undefined;
  if (isGenerated && name === 'password') return mixOfPassword;
  return name === 'password'
    ? judgePassword(secret, shape, isQuoted, isSettings)
    : judgeToken(secret, name, { shape, isQuoted, isGenerated });
}

/** Four times four letters, as Google and Apple give them for a program that cannot ask for a second factor; some have no vowel, or rare letters. */
function isAppPassword(secret: string): boolean {
  if (!/^[a-z]{4}(?:([ -])[a-z]{4})(?:\1[a-z]{4}){2}$/.test(secret) || /(\w)\1{3}/.test(secret)) return false;
  return secret.split(/[ -]/).filter((part) => /^[^aeiouy]+$|[jqxz]/.test(part)).length >= 2;
}

/** One of 64 random values in base64 begins with a slash, as paths do; the parts of those are words. */
function isRandomBase64(secret: string): boolean {
  return (
    /^[A-Za-z0-9+/]{20,}={0,2}$/.test(secret) &&
    /\d/.test(secret) &&
    /[a-z]/.test(secret) &&
    /[A-Z]/.test(secret) &&
    entropy(secret) > 3.8 &&
    !looksLikeWords(secret)
  );
}

/** `Bishop.Eagle84`: words that say nothing of what they are, unlike the name of a text or setting, `Login.Password2`. */
function isChosen(secret: string): boolean {
  return /[A-Z]/.test(secret) && !/pass|pwd|secret|token|key|auth|cred|login|user|name/i.test(secret);
}

/** Letters, digits and many marks among each other, as generators make them and no code has; in a text the letters of a language are marks, as bytes. */
function isMixed(secret: string): boolean {
  if (/[^\x20-\x7e]/.test(secret)) return false;
  const marks = secret.replaceAll(/[A-Za-z0-9\s]/g, '').length;
  return (
    marks >= secret.length / 6 &&
    marks < secret.length / 2 &&
    entropy(secret) > 4.8 &&
    /\d/.test(secret) &&
    /[A-Z]/.test(secret) &&
    !/[a-z]{6}|[A-Z]{6}|\\[nrtuxdws]|\(\?|\.\w+\(/.test(secret)
  );
}

const mixOfPassword: Judgement = {
  certainty: 0.72,
  reasons: ['it stands where a password is set and has the mix of characters of one'],
};

function judgePassword(
  secret: string,
  shape: Value['shape'],
  isQuoted: boolean,
  isSettings: boolean,
): Judgement | undefined {
  // Two words of a text: nobody who chooses them leaves it at that.
  if (/ /.test(secret) && !/[\d!@#$%^&*_+=~]/.test(secret)) return undefined;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(secret)).length;
  // `some-password`: says what it is, not what it is for.
  if (/^[a-z0-9]+(?:[-_]{1,2}[a-z0-9]+)*[-_]{1,2}passw(?:or)?d$/.test(secret)) return undefined;
  // A description of what belongs there, and an option of a command whose value is missing.
  if (/\s(?:password|passwd|pass|key|token|secret|username)s?$/i.test(secret) || (!isQuoted && /^[-+]/.test(secret)))
    return undefined;
  if (!isQuoted && /\$[A-Za-z_{(]/.test(secret)) return undefined;
  if (
    (secret.endsWith(':') && (!/\d/.test(secret) || / /.test(secret))) ||
    /^\w+\((?!.*\)\w)/.test(secret) ||
    /^[.#][\w-]+(?: [.#][\w-]+)*$/.test(secret)
  )
    return undefined;
  if (!isQuoted && /[(){}]|\.\w+\.|^[A-Za-z_]\w*(?:\.\w|\[)/.test(secret)) return undefined;
  if (uuid.test(secret)) return { certainty: 0.5, reasons: ['it is a UUID where a password is set'] };
  if (kinds >= 3) return mixOfPassword;
  if (kinds === 2 && /\d/.test(secret)) return { certainty: 0.6, reasons: ['it stands where a password is set'] };
  if (isQuoted && /^\d{6,}$/.test(secret) && shape === 'assignment')
    return { certainty: 0.42, reasons: ['it stands where a password is set, and is a number'] };
  // Letters only: a word in a message is likelier than a password, except where settings are.
  if (shape === 'call' || shape === 'argument' || shape === 'flag') return undefined;
  if (/^[a-z]{16}$/.test(secret) && !looksLikeWords(secret))
    return { certainty: 0.6, reasons: ['it stands where a password is set and is random'] };
  if (isQuoted && /^[a-z][a-z@:!#?._-]{3,30}$/.test(secret) && !isSettings)
    return { certainty: 0.35, reasons: ['it stands where a password is set, and is a word'] };
  if (/ /.test(secret)) return undefined;
  if (isSettings && shape === 'assignment' && isPhraseOfWords(secret))
    return { certainty: 0.42, reasons: ['it stands where a password is set, and is made of words'] };
  if (kinds === 2 && /[^A-Za-z0-9]/.test(secret))
    return isSettings && !/^[a-z]+(?:[-_.][a-z]+)+$/i.test(secret)
      ? { certainty: 0.5, reasons: ['it stands where a password is set'] }
      : undefined;
  if (kinds === 2 && entropy(secret) < 3 && !isSettings) return undefined;
  return isSettings || kinds === 2
    ? { certainty: 0.42, reasons: ['it stands where a password is set, and is a word'] }
    : undefined;
}

/** `correct-horse-battery-staple`: words that say nothing of what they are. */
function isPhraseOfWords(secret: string): boolean {
  return (
    /^[a-z]{3,}(?:-[a-z]{3,}){3,}$/.test(secret) &&
    !/pass|pwd|secret|token|key|auth|cred|login|user|name|admin|your|this|change|vault|\bthe\b/.test(secret)
  );
}

/** Letters of both cases, digits and marks that join no words, as people make them and as short ones are generated: words of two letters are in all of them. */
function isMade(secret: string): boolean {
  return (
    secret.length >= 12 &&
    /[a-z]/.test(secret) &&
    /[A-Z]/.test(secret) &&
    /\d/.test(secret) &&
    /\w[!#%*?@^&~$]\w/.test(secret) &&
    !/[\s/\\=]|[a-z]{6}/.test(secret)
  );
}

/** Words and a number with a mark that no name has, as people make up secrets that they are asked for. */
function isTyped(secret: string): boolean {
  return /^\w+[!@#$%^&*?+~]+\w*$/.test(secret);
}

function judgeToken(
  secret: string,
  name: NameClass,
  { shape, isQuoted, isGenerated }: Pick<Value, 'shape' | 'isQuoted'> & { readonly isGenerated: boolean },
): Judgement | undefined {
  if (!isQuoted && !isGenerated && /[(){}]|\.\w+\.[a-z]|^[A-Za-z_]\w*\[/.test(secret)) return undefined;
  if (uuid.test(secret))
    return name === 'weak' || /^(.)\1{7}/.test(secret)
      ? undefined
      : { certainty: 0.5, reasons: ['it is a UUID where a secret is set'] };
  const around = uuidWithin.exec(secret);
  if (around !== null && looksLikeWords(`${around[1]} ${around[2]}`)) return undefined;
  const bits = entropy(secret);
  const hasDigit = /\d/.test(secret);
  const isHex = /^(?:0x)?[a-f0-9]+$/i.test(secret);
  if (isHex && secret.length >= 16) {
    if (bits < 2.5) return undefined;
    const certainty = name === 'weak' ? (secret.length >= 32 ? 0.45 : 0) : 0.75;
    return certainty > 0 ? { certainty, reasons: ['it stands where a secret is set and is random'] } : undefined;
  }
  const isWordy = !isGenerated && looksLikeWords(secret) && !(isQuoted && isMade(secret));
  if (name === 'weak') {
    if (isWordy || !hasDigit || bits < 3.8 || !/[A-Za-z]/.test(secret) || secret.length < 20) return undefined;
    return { certainty: 0.5, reasons: ['it is random; its name does not tell what it is'] };
  }
  if (
    !hasDigit &&
    (isWordy || bits < 3.4 || secret.length < 16 || /^(?:[A-Z_.-]{1,19}|[a-z_.-]{1,19}|.*[_.-].*)$/.test(secret))
  ) {
    // A secret that people typed has a mark in it; kebab and camel case are names of other things.
    return name === 'secret' && /[^A-Za-z0-9_.: -]/.test(secret) && shape !== 'argument' && secret.length >= 10
      ? { certainty: 0.42, reasons: ['it stands where a secret is set'] }
      : undefined;
  }
  // `createToken("XRANGEIDENTIFIERLOOSE", …)`: what a function is to make, or to look for.
  if (/^(?:[A-Z_]+|[a-z_]+)$/.test(secret) && (shape === 'call' || shape === 'argument')) return undefined;
  if (secret.length < 12) {
    if (!hasDigit || !/[A-Za-z]/.test(secret) || bits < 2.7 || isWordy || shape === 'argument' || shape === 'call')
      return undefined;
    return { certainty: 0.45, reasons: ['it stands where a secret is set, and is short'] };
  }
  if (isWordy)
    return hasDigit &&
      shape !== 'argument' &&
      shape !== 'call' &&
      (isQuoted ? name === 'secret' || isTyped(secret) : shape === 'assignment' && isTyped(secret))
      ? { certainty: 0.42, reasons: ['it stands where a secret is set, and is made of words'] }
      : undefined;
  // A random one of twelve hex digits has 2.5 nearly always.
  if (bits < (secret.length < 16 ? 2.5 : 3)) return undefined;
  return {
    certainty: bits >= 3.5 && hasDigit ? 0.75 : 0.6,
    reasons: ['it stands where a secret is set and is random'],
  };
}
