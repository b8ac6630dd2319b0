import { nameClass, words } from './name-class.ts';
import type { Value } from './read-value.ts';

/** Where text is put in, in a string of C# or Python that has the sign for it. */
const interpolation = /\{[A-Za-z_][\w.]*(?:[([:!][^{}]*)?\}/;
/** A variable of T-SQL, and a column by its table. */
const variable = /^@([A-Za-z_](?:\w*[A-Za-z_])?)$/;
const column = /^(?:\w+\.|\[\w+\]\.)*\[\w+\]$/;
/** What tells which key is meant to whoever has the public half. */
const fingerprint = /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})$/i;
const verb = /\b(?:to|can|will|must|should|not|don't|doesn't|and|we|you|they|then|please)[ \t]+$/i;

/** A command of a package of Python, by its module and function: `shop.cmd.genpwd:main`. */
const entryPoint = /^[a-z_]+(?:\.[a-z_]+)+:[a-z_]+$/;

/** Whether what stands after a name that begins at `start` is the name of something or a part of a sentence there, not a value of its own. */
export function isNoValue(text: string, start: number, name: string, value: Value, allowsBare: boolean): boolean {
  const { shape, isQuoted } = value;
  const secret = text.slice(value.start, value.end);
  // English in Palau, among other languages and their countries.
  if (/^[a-z]{2,3}[_-]PW$/.test(name)) return true;
  if (
    entryPoint.test(
      isQuoted ? secret : (/^["']([\w.]+:\w+)["']$/.exec(text.slice(start - 1, value.end + 1))?.[1] ?? ''),
    )
  )
    return true;
  if (!isQuoted) {
    const named = variable.exec(secret)?.[1];
    // `user password encrypt=sha512`: the next of several settings.
    return (
      (named !== undefined && nameClass(named) !== 'none') ||
      column.test(secret) ||
      /^[ \t]+[a-z_]{3,}=$/.test(text.slice(start + name.length, value.start))
    );
  }
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

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join(' ') === other.join(' ');
}

/** `UseSdkPasswordGenerators = "pm-19976-use-sdk-password-generators"`: the same words, as names are written elsewhere. */
function isOwnName(value: string, name: string): boolean {
  const own = words(name);
  return own.length >= 3 && /^[a-z\d]+(?:[-_.][a-z\d]+)+$/.test(value) && isSame(words(value).slice(-own.length), own);
}
