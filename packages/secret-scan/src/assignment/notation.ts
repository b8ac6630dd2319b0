import type { Shape } from './read-value.ts';

/** The type of a field that may be missing or there several times, as Prisma writes it: `String?`, `Token[]`. */
const fieldType = /^[A-Z][A-Za-z]*(?:\?|\[\]\??)$/;
/** Rules of a validator, as Laravel and VeeValidate take them: `required|string|max:255`. */
const validation = /^[a-z_]+(?::[\w,./-]+)?(?:\|(?:[a-z_][A-Za-z_]*(?::[^|\s]+)?|\d{1,3}))+$/;
const validationRule =
  /(?:^|\|)(?:required|nullable|sometimes|present|filled|bail|string|confirmed|(?:min|max|size|between):)/;
/** Several ranges of versions: `<2.0.5|>=3,<3.0.3`. */
const versions = /^[<>=~^!][<>=~^!|,.\dx*\s-]*$/;
/** A class by its package: `django.contrib.auth.hashers.Argon2PasswordHasher`. */
const classPath =
  /^[a-z_][a-z_\d]*(?:\.[a-z_][a-z_\d]*)+\.(?:(?:[A-Z]{2,5}\d?)?(?:[A-Z][a-z]+\d{0,4})+[A-Z]?|[a-z_]+)$/;
/** A class of PHP by its namespaces, and a method of it: `App\\Page\\ResetPassword@show`, also where the mark is escaped. */
const phpClass =
  /^\\{0,2}(?:(?:[A-Z][A-Za-z\d]*\\{1,2}){2,}[A-Z][A-Za-z\d]*|[A-Z][a-z]+\\{1,2}(?:[A-Z][a-z]+)+(?:Controller|Handler|Middleware|Provider|Request))(?:(?:@|::)[a-z]\w*)?$/;
/** How often something may be done: `5/hour`, `1/m/ip,1/m/key`. */
const rate = /^\d+\/(?:\d*[smhd]|sec(?:ond)?|min(?:ute)?|hour|day)(?:\/[a-z]+)?(?:,|$)/;
/** How a password is to be shown or kept: `sha1:6`, `plain:8`. */
const cutHash = /^(?:plain|md5|sha\d+):\d+$/i;
/** One of several words: `Basic|Digest|Any`. */
const oneOf = /^[A-Z][A-Za-z]+(?:\|[A-Z][A-Za-z]+)+$/;
/** What is left of a command of sed: `s|NAME=.*|NAME=$value|`, `/NAME:$/s/…`. */
const substitution = /^(?:\.\*|\$)[|/#,]/;
/** A product whose name ends with what it keeps. */
const product = /^(?:1password|lastpass|nordpass|keepass(?:xc|dx)?|roboform|enpass)$/i;

/** Several names of settings: `APP-ID,APP-KEY`. */
const names = /^[A-Z]{2,}(?:[-_][A-Z\d]+)*(?:,[A-Z]{2,}(?:[-_][A-Z\d]+)*)+$/;
/** Where a setting stands among others: `Database:SelfHostPassword`. */
const setting =
  /^(?:[A-Z][a-z]+)+(?::(?:[A-Z][a-z]+|\d)+)*:(?:[A-Z][a-z]+)*(?:Password|Secret|Token|Key|Credentials?)$/;
/** What went wrong: `password_hash_b64_invalid`. */
const outcome =
  /^(?:[a-z\d]+_)*(?:passw(?:or)?d|secret|token|key)(?:_[a-z\d]+)*_(?:invalid|required|missing|mismatch|expired|incorrect|wrong|empty)$/;

/** One rule of such a list, with its number. */
const oneRule = /^(?:min|max|size|between|digits):\d+(?:,\d+)?$/;
/** Where NGINX Unit passes a request to. */
const destination = /^(?:routes|applications|upstreams)\/[\w./-]+$/;
/** A sentence, by the marks of Chinese and Japanese, as bytes of UTF-8. */
const sentence = /\xef\xbc[\x81-\x9f]|\xe3\x80[\x81\x82]/;
/** The name of a class about this protocol. */
const oauthClass = /^(?:[A-Z][a-z]+)*OAuth2(?:[A-Z][a-z]+)+$/;
/** How a wireless network is protected: `WPA2/PSK`. */
const wireless = /^WPA\d?(?:[/_ +-]+(?:WPA\d?|PSK|SAE|EAP|Personal|Enterprise|TKIP|CCMP|AES))*$/i;
/** How letters are written as bytes. */
const encoding =
  /^(?:ISO[-_]8859[-_]\d{1,2}|UTF[-_]?(?:8|16|32)(?:LE|BE)?|windows[-_]125\d|(?:US[-_])?ASCII|Shift[-_]JIS)$/i;

/** Whether a value is written in a notation of its own, so that it says what belongs there and is not it. */
export function isNotation(value: string, shape: Shape, isSettings: boolean): boolean {
  if (sentence.test(value)) return true;
  if (shape === 'element' && !isSettings)
    // An expression of JSX, and a text on a page.
    return /^\{[^]*\}$/.test(value) || /^[A-Z]?[a-z]+[?!.:,]$/.test(value);
  return (
    fieldType.test(value) ||
    (value.includes('|') && validation.test(value) && validationRule.test(value)) ||
    versions.test(value) ||
    classPath.test(value) ||
    phpClass.test(value) ||
    rate.test(value) ||
    cutHash.test(value) ||
    oneOf.test(value) ||
    substitution.test(value) ||
    names.test(value) ||
    setting.test(value) ||
    outcome.test(value) ||
    oneRule.test(value) ||
    destination.test(value) ||
    oauthClass.test(value) ||
    product.test(value) ||
    wireless.test(value) ||
    encoding.test(value)
  );
}

/** The first part of a JSON Web Token alone: which algorithm signs it. */
export function isHeaderOfToken(value: string): boolean {
  if (!/^eyJ[\w-]{12,200}$/.test(value)) return false;
  try {
    return 'alg' in (JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as object);
  } catch {
    return false;
  }
}
