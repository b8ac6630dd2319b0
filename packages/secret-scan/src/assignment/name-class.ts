import { inLatin, passwordWords } from './password-words.ts';

/** What a name promises about its value. `weak`: it may hold a secret and mostly does not. */
export type NameClass = 'password' | 'secret' | 'token' | 'key' | 'weak' | 'none';

const about = new Set(
  'name names target targets visibility type types field fields label labels hint policy policies length len min max reset url urls uri uris path paths host hostname port driver query queries file files filename dir expiry expires expiration expire ttl count index idx format regex regexp pattern error errors err message messages msg text title placeholder prompt enabled enable disabled required valid validator validation header headers prefix suffix provider providers endpoint class manager mgr service store ref refs arn version description desc algorithm alg algo size bits encoder function callback handler handle test tests input output form page modal view validate button icon link help tooltip tip selector confirmation change changed forgot forget forgotten recovery identity status state kind mode method scheme strategy strength rules rule check checker generator factory builder parser lexer source stream usage limit limits created updated date time at timeout interval duration rotation list map maps set array dict schema model entity table column row resource event events context option options params param arg args argument arguments attribute attr property properties props element node position pos offset start end line column kinds range code codes pair pairs down up press code board event stroke words word visible toggle show hide attempts attempt age hash digest checksum decode encode format join split replace strip trim compare equals match matches management generators starts ends contains includes history entropy score meter issuer audience scope scopes exists missing expired invalid is has policy loader charset charsets encoding collation separator delimiter'.split(
    ' ',
  ),
);
const passwords = new Set([
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'pass',
  'passcode',
  'pw',
  'psw',
  'passwords',
  'userpass',
  'dbpass',
  'psk',
  'masterauth',
  ...passwordWords,
]);
const secrets = new Set(['secret', 'secrets', 'clientsecret', 'appsecret', 'secretbase']);
const tokens = new Set(['token', 'tokens', 'bearer', 'jwt', 'pat']);
const keys = new Set([
  'apikey',
  'apikeys',
  'authkey',
  'accesskey',
  'secretkey',
  'privatekey',
  'appkey',
  'masterkey',
  'credential',
  'credentials',
  'creds',
  'cred',
]);
const keyOwners = new Set(
  'api access private secret auth authentication encryption encrypt signing sign signature master account app application consumer shared service storage licence license admin session cookie hmac aes des rsa ecdsa jwt security crypto crypt cipher client server deploy write ingest ingestion instrumentation subscription root function host web webhook server push vapid s3 aws gcp azure rest bind network decryption'.split(
    ' ',
  ),
);
const weakOwners = new Set([
  'public',
  'primary',
  'foreign',
  'partition',
  'sort',
  'cache',
  'object',
  'unique',
  'index',
  'query',
  'row',
  'column',
  'map',
  'translation',
  'i18n',
  'locale',
  'registry',
  'group',
  'lookup',
  'storagekey',
  'arrow',
  'hot',
  'host',
  'react',
  'item',
  'ssh',
  'idempotency',
  'dedupe',
  'compare',
  'composite',
]);

/** One of them is in most names of secrets. */
export const secretWords: readonly string[] = ['pass', 'pwd', 'secret', 'token', 'key', 'auth', 'cred'];

const cache = new Map<string, NameClass>();

/** What the name of a setting, variable, element or argument promises: its last word decides, words about something take it back. */
export function nameClass(name: string): NameClass {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const found = classify(words(inLatin(name)));
  // Names repeat without end; unusual ones must not fill the memory of a scan of millions.
  if (cache.size > 20_000) cache.clear();
  cache.set(name, found);
  return found;
}

/** `dbPassword`, `DB_PASSWORD` and `db.password` are all `db password`. */
export function words(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}

/** What an element of a page begins with: it shows a text about a password. */
const shown = new Set('label lbl title placeholder tooltip hint button btn caption heading headline'.split(' '));

/** Where a web server passes requests on to, and the public half of the key that signed an assembly of .NET. */
function isDirective(all: readonly string[]): boolean {
  const end = all.slice(-2).join(' ');
  return /^(?:fastcgi|uwsgi|scgi|grpc|memcached) pass$/.test(end) || all.slice(-3).join(' ') === 'public key token';
}

function classify(all: readonly string[]): NameClass {
  const last = all.at(-1) ?? '';
  const before = all.at(-2) ?? '';
  if (isDirective(all) || last === 'nopasswd' || (all.length > 1 && shown.has(all[0] as string))) return 'none';
  // What stands encrypted is no secret, nor is a check sum of one.
  if (before === 'encrypted' || before === 'wrapped' || before === 'hashed') return 'none';
  if (last === 'id') return before === 'secret' || before === 'token' ? 'weak' : 'none';
  if (
    last === 'value' ||
    last === 'plain' ||
    last === 'raw' ||
    last === 'prod' ||
    last === 'dev' ||
    last === 'default' ||
    last === 'string'
  )
    return all.length > 1 ? classify(all.slice(0, -1)) : 'none';
  if (about.has(last)) return 'none';
  if (passwords.has(last))
    return last === 'pass' && all.length === 1
      ? 'password'
      : last === 'pass' && (before === 'by' || before === 'render' || before === 'first')
        ? 'none'
        : 'password';
  if (secrets.has(last)) return 'secret';
  if (tokens.has(last))
    return before === 'csrf' ||
      before === 'xsrf' ||
      before === 'authenticity' ||
      (before === 'verification' && all.includes('request')) ||
      before === 'next' ||
      before === 'page' ||
      before === 'cancel' ||
      before === 'continuation'
      ? 'weak'
      : 'token';
  if (keys.has(last)) return 'key';
  if (last === 'key' || last === 'keys')
    return keyOwners.has(before) ? 'key' : weakOwners.has(before) ? 'none' : 'weak';
  if (last === 'auth' && before === 'rediscli') return 'password';
  if (last === 'material' && before === 'key') return 'key';
  if (last === 'base' && before === 'key' && all.includes('secret')) return 'secret';
  if (
    /(?:password|passwd|passphrase|passwort|pwd|(?:user|db|root|admin|store|key|require|ssh|mysql|pg|redis|ftp|smtp|mail|ldap|bind|http|proxy|auth|sudo|become|login|master)pass)$/.test(
      last,
    )
  )
    return 'password';
  if (/(?:secret|secretkey)$/.test(last)) return 'secret';
  if (last.endsWith('token')) return 'token';
  if (last.endsWith('key') && keyOwners.has(last.slice(0, -3))) return 'key';
  if (/(?:api|auth|access|private|secret|encryption|signing|master|account|app)key$/.test(last)) return 'key';
  if (
    last === 'auth' ||
    last === 'authorization' ||
    last === 'salt' ||
    last === 'nonce' ||
    last === 'signature' ||
    last === 'session' ||
    last === 'cookie' ||
    last === 'seed' ||
    last === 'mnemonic'
  )
    return 'weak';
  // A secret of something: `password_prod`, `secret_stripe`, `SECRET_KEY_BASE`.
  if (all.some((word) => passwords.has(word) && word !== 'pass' && word !== 'pw'))
    return all.some((word) => about.has(word)) ? 'none' : 'password';
  if (all.includes('secret') || all.includes('apikey')) return all.some((word) => about.has(word)) ? 'none' : 'secret';
  return 'none';
}
