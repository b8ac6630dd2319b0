import { nameClass, secretWords, words } from './name-class.ts';
import type { Value } from './read-value.ts';
import { looksLikeWords } from './word-likeness.ts';

/** Where text is put in, in a string of C# or Python that has the sign for it. */
const interpolation = /\{[A-Za-z_][\w.]*(?:[([:!][^{}]*)?\}/;
/** A variable of T-SQL, and a column by its table. */
const variable = /^@([A-Za-z_](?:\w*[A-Za-z_])?)$/;
const column = /^(?:\w+\.|\[\w+\]\.)*\[\w+\]$/;
/** What tells which key is meant to whoever has the public half. */
const fingerprint = /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/i;
const sentence = /^[ \t][A-Za-z]+[ \t]+[a-z]+[ \t]+[a-z]/;
const verb = /\b(?:to|can|will|must|should|not|don't|doesn't|and|we|you|they|then|please)[ \t]+$/i;

/** `Second pass: what it does`: one of several rounds. */
const round =
  /(?:^|[^a-z])(?:first|second|third|fourth|last|final|next|single|initial|previous|each|every|another|\d+(?:st|nd|rd|th))[ -]$/i;
/** What Windows is told to do while it is set up, and when: `<settings pass="specialize">`. */
const setupPass = /^(?:windowsPE|offlineServicing|generalize|specialize|audit(?:System|User)|oobeSystem)$/;
/** The name of a name, by which something is kept or asked for: `PREF_PASSCODE = "PrefPinCode1"`. */
const nameOfName = /^(?:pref(?:erence)?s?|extra|arg|column|col)_/i;
/** Texts by their names: `$labels['password'] = '…'`. */
const textOf = /(?:^|[^A-Za-z])(?:labels?|lang|l10n|i18n|messages?|msgs?|texts?|strings|translations?)\[[ \t]*["']$/i;
/** What stands behind the name of a label up to the next text: `"Password:"), f("`. */
const betweenTexts = /^[)\]},;].*[({]/;
/** A command of a package of Python, by its module and function: `shop.cmd.genpwd:main`. */
const entryPoint = /^[a-z_]+(?:\.[a-z_]+)+:[a-z_]+$/;
/** What stands before one of several values: `case AUTH_PSK: kind = "…"`. */
const caseOf = /\bcase[ \t]+(?:\w+(?:\.|::))*\.?$/;

/** Whether what stands after a name that begins at `start` is the name of something or a part of a sentence there, not a value of its own. */
export function isNoValue(text: string, start: number, name: string, value: Value, allowsBare: boolean): boolean {
  const { shape, isQuoted } = value;
  const secret = text.slice(value.start, value.end);
  // English in Palau, among other languages and their countries.
  if (/^[a-z]{2,3}[_-]PW$/.test(name)) return true;
  if (isAmongIds(text, value)) return true;
  if (text[start + name.length] === ':' && caseOf.test(text.slice(Math.max(0, start - 80), start))) return true;
  // `"SetPassword": "iam:SetPassword"`: the name of the same thing elsewhere.
  if (name.length >= 8 && secret.endsWith(name) && /[:./]/.test(secret.charAt(secret.length - name.length - 1)))
    return true;
  if (
    entryPoint.test(
      isQuoted ? secret : (/^["']([\w.]+:\w+)["']$/.exec(text.slice(start - 1, value.end + 1))?.[1] ?? ''),
    )
  )
    return true;
  if (!isQuoted) {
    // `FINAL_PASS=FinalPass`: one of several, of what is drawn.
    if (isPassOf(name, secret)) return true;
    // `pwd = print working directory`: a sentence, of which it is the first word.
    if (
      shape === 'assignment' &&
      /^[a-z]+$/i.test(secret) &&
      sentence.test(text.slice(value.start - 1, value.end + 80))
    )
      return true;
    if (/^pass$/i.test(name) && round.test(text.slice(Math.max(0, start - 20), start))) return true;
    const named = variable.exec(secret)?.[1];
    // `user password encrypt=sha512`: the next of several settings.
    return (
      (named !== undefined && nameClass(named) !== 'none') ||
      column.test(secret) ||
      /^[ \t]+[a-z_]{3,}=$/.test(text.slice(start + name.length, value.start))
    );
  }
  // What a command of a shell prints.
  if (allowsBare && text[value.start - 1] === '`' && text[value.start - 2] === '=') return true;
  if (textOf.test(text.slice(Math.max(0, start - 20), start))) return true;
  if (/^pass$/i.test(name) && setupPass.test(secret)) return true;
  if (nameOfName.test(name) && /^[A-Za-z_][\w.]*$/.test(secret) && looksLikeWords(secret)) return true;
  if (text[start + name.length] === ':' && value.start === start + name.length + 2 && betweenTexts.test(secret))
    return true;
  if (isPassOf(name, secret)) return true;
  // What a column or a field is called: `password: text("password")`.
  if (text[value.start - 2] === '(' && isSame(words(secret), words(name))) return true;
  if (/(?:^|[^\w$])(?:\$@?|@\$|[rR]?[fF])$/.test(text.slice(Math.max(0, value.start - 4), value.start - 1)))
    return interpolation.test(secret);
  if (/(?:apt|gpg|pgp|rpm)[_-]?key$/i.test(name) && fingerprint.test(secret)) return true;
  // `('password1', 'password2')`: fields of a form.
  if (shape === 'argument' && /\d$/.test(name) && isSame(words(secret), words(name))) return true;
  if (shape === 'flag' && /^pass$/i.test(name) && verb.test(text.slice(Math.max(0, start - 12), start))) return true;
  // What is called when something happens, in a template of Vue.
  if (!allowsBare && text[start - 1] === '@' && /^[a-z]+(?:[A-Z][a-z]+)+$/.test(secret)) return true;
  return !allowsBare && isOwnName(secret, name);
}

/** Something else that is called a pass, named by its own words. */
function isPassOf(name: string, value: string): boolean {
  const own = words(value);
  return own.length >= 2 && own.at(-1) === 'pass' && isSame(words(name).slice(-own.length), own);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join(' ') === other.join(' ');
}

/** `UseSdkPasswordGenerators = "pm-19976-use-sdk-password-generators"`, `X_SHOP_PASSWORD = "Shop_password"`: the same words, as names are written elsewhere. */
function isOwnName(value: string, name: string): boolean {
  const own = words(name);
  const other = words(value);
  if (/^[A-Za-z]+(?:[-_][A-Za-z]+)+$/.test(value) && isSame(own.slice(-other.length), other)) return true;
  return own.length >= 3 && /^[a-z\d]+(?:[-_.][a-z\d]+)+$/.test(value) && isSame(other.slice(-own.length), own);
}

const idInLine = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
const ofSecret = new RegExp(secretWords.join('|'), 'i');

/** A UUID between lines that have one each and do not both speak of secrets: a table of what things are called. */
function isAmongIds(text: string, { start, end }: Value): boolean {
  if (end - start !== 36 || !idInLine.test(text.slice(start, end))) return false;
  const from = text.lastIndexOf('\n', start);
  const to = text.indexOf('\n', end);
  if (from < 0 || to < 0) return false;
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  const after = text.slice(to + 1, to + 200).split('\n', 1)[0] as string;
  return idInLine.test(before) && idInLine.test(after) && !(ofSecret.test(before) && ofSecret.test(after));
}
