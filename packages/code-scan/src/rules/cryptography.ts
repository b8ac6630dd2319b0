import { writtenAs } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, type Call, type CodeRule } from './rule.ts';

export const cryptoUrl = 'https://nodejs.org/api/crypto.html';

/** Ciphers that are broken, and modes that show what is under them. */
export const weakCipher: CodeRule = {
  id: 'weak-cipher',
  url: `${cryptoUrl}#cryptocreatecipherivalgorithm-key-iv-options`,
  words: /createCipher|createDecipher/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      const algorithm = (args[0] && literalText(writtenAs(file, args[0])))?.toLowerCase() ?? '';
      const isWithoutIv = /^crypto\.create(Cipher|Decipher)$/.test(name);
      const isWeak =
        /^crypto\.create(Cipher|Decipher)iv$/.test(name) &&
        (/^(des|rc4|rc2|bf|blowfish|seed)\b/.test(algorithm) || algorithm.endsWith('-ecb'));
      if (!isWithoutIv && !isWeak) return [];
      return [
        {
          node,
          title: isWithoutIv
            ? 'A key is made of a password without salt, and used without a nonce'
            : `A cipher that does not protect: ${algorithm}`,
          severity: 'high',
          confidence: name.includes('Decipher') ? 'medium' : 'high',
          reasons: [
            isWithoutIv
              ? 'the same text is encrypted the same way each time, and the password is guessed fast; Node 22 has the function no more'
              : 'equal blocks stay equal, or the key is found by trying; what it hides can be read',
          ],
          mend: {
            text: "Use createCipheriv('aes-256-gcm', key, randomBytes(12)), with a key from scrypt when it comes from a password",
          },
        },
      ];
    }),
};

/** A nonce or key that is the same for everybody, and stands in the code. */
export const fixedKey: CodeRule = {
  id: 'fixed-key',
  url: `${cryptoUrl}#cryptocreatecipherivalgorithm-key-iv-options`,
  words: /createCipheriv|createHmac|\.(sign|verify)\s*\(/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      const isCipher = name === 'crypto.createCipheriv';
      const isToken = /^(jsonwebtoken|jwt-simple)\.(sign|encode|verify|decode)$/.test(name) && args.length > 1;
      if (!isCipher && !isToken && name !== 'crypto.createHmac') return [];
      const key = fixedBytes(file, args[1]) ?? (isToken ? literalText(args[1]) : undefined);
      // What shows equal blocks has no nonce, and is told as such.
      const hasNonce = isCipher && !/-ecb$/i.test(literalText(args[0]) ?? '');
      const nonce = hasNonce ? fixedBytes(file, args[2]) : undefined;
      // An empty key or one without letters stands for "none" in tests of algorithms.
      const isKey =
        key !== undefined && key.length >= 4 && !/^-----BEGIN (PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE)/.test(key);
      if (!isKey && nonce === undefined) return [];
      return [
        {
          node,
          title: isKey ? 'A key stands in the code' : 'The same nonce is used for everything',
          severity: 'high',
          confidence: 'high',
          reasons: [
            isKey
              ? 'whoever has the code, which is everybody for a package, signs and reads as the program does'
              : 'two texts under one key and nonce tell each other, and with GCM the key of the seal too',
          ],
          mend: {
            text: isKey
              ? 'Take it from the environment or a secret store, and make a new one'
              : 'Make one per text, randomBytes(12), and keep it beside the text',
          },
        },
      ];
    }),
};

function fixedBytes(file: SourceFile, node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  const inner = bare(node);
  const text = literalText(inner);
  if (text !== undefined) return text;
  if (inner.type === 'CallExpression') {
    const callee = file.textOf(child(inner, 'callee') as Node);
    if (callee === 'Buffer.alloc') return 'zeros';
    return callee === 'Buffer.from' ? literalText(children(inner, 'arguments')[0]) : undefined;
  }
  if (inner.type !== 'Identifier') return undefined;
  const binding = file.resolve(inner['name'] as string, inner);
  const value =
    binding?.kind === 'variable' && binding.values.length === 1 && binding.path.length === 0
      ? binding.values[0]
      : undefined;
  if (!value || value === node || bare(value).type === 'Identifier') return undefined;
  return isWrittenTo(file, inner['name'] as string) ? undefined : fixedBytes(file, value);
}

/** Bytes are put in after it was made. */
function isWrittenTo(file: SourceFile, name: string): boolean {
  const own = name.replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`(?<![\w$.])${own}(\[[^\]\n]+\]\s*[-+*|&^]?=[^=]|\.(set|fill|write\w*)\()|(\.copy|randomFill(Sync)?|getRandomValues)\(\s*${own}(?![\w$])`,
  ).test(file.text);
}

const passwordName = /passw(or)?d(?!less)|passphrase|passwd|(^|_)pwd/i;
/** What a password was made to before. */
const hashName = /(hash|digest)(ed)?$|^hashed/i;

/** Hashes that are made to be fast. */
export const weakPasswordHash: CodeRule = {
  id: 'weak-password-hash',
  url: `${cryptoUrl}#cryptoscryptpassword-salt-keylen-options-callback`,
  words: /createHash|pbkdf2|\bmd5\b|\bsha1\b/i,
  check: (file) =>
    callsIn(file).flatMap((call) => {
      const fast = hashedBy(file, call);
      const rounds = /^crypto\.pbkdf2(Sync)?$/.test(call.name ?? '') ? call.args[2]?.['value'] : undefined;
      const isFewRounds = typeof rounds === 'number' && rounds < 10_000;
      if (fast === undefined && !isFewRounds) return [];
      if (fast !== undefined && goesToSlowHash(file, call.node)) return [];
      // Have I Been Pwned is asked by the first digits of that hash (api.pwnedpasswords.com/range).
      if (fast === 'sha1' && /pwnedpasswords|haveibeenpwned/i.test(file.text)) return [];
      return [
        {
          node: call.node,
          title:
            fast === undefined
              ? `A password is hashed in ${rounds as number} rounds`
              : `A password is hashed by ${fast}`,
          severity: 'high',
          confidence: 'high',
          reasons: ['a list of such hashes is turned back into passwords, thousands of millions of guesses a second'],
          mend: { text: 'Use scrypt (node:crypto) or argon2, with a salt for each password' },
        },
      ];
    }),
};

/** `password = createHash('sha512').update(password).digest('hex')`, and that to bcrypt, which looks at 72 bytes alone. */
function goesToSlowHash(file: SourceFile, hashed: Node): boolean {
  let at: Node | undefined = hashed;
  while (
    at !== undefined &&
    !/^(AssignmentExpression|VariableDeclarator)$/.test(at.type) &&
    !at.type.endsWith('Statement')
  )
    at = at.parent;
  const name = nameOf(at?.type === 'VariableDeclarator' ? child(at, 'id') : at && child(at, 'left'));
  const within = enclosingFunction(hashed);
  if (name === undefined || at === undefined || within === undefined) return false;
  const after = file.text.slice(at.end, within.end).split(/[\n;]/);
  const own = new RegExp(String.raw`(?<![\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\w$])`);
  return after.some((line) => own.test(line) && slowHash.test(line));
}

/** By name, or as the job of another thread. */
const slowHash = /bcrypt|scrypt|argon2|pbkdf2|\(\s*['"`](hash|compare)\w*['"`]\s*,/i;

/** `createHash('md5').update(password)`, `md5(password)`: the hash. */
function hashedBy(file: SourceFile, { name = '', method, object, args }: Call): string | undefined {
  const value = args[0] && bare(args[0]);
  if (value === undefined || !partNames(value).some((each) => passwordName.test(each) && !hashName.test(each)))
    return undefined;
  if (/^(md5|js-md5|blueimp-md5|sha1|js-sha1)$/.test(name)) return name;
  const hash = method === 'update' && object !== undefined ? writtenAs(file, object) : undefined;
  if (hash?.type !== 'CallExpression') return undefined;
  if (!/(^|\.)createHash$/.test(file.textOf(child(hash, 'callee') as Node))) return undefined;
  const algorithm = literalText(children(hash, 'arguments')[0])?.toLowerCase();
  return algorithm !== undefined && /^(md4|md5|sha-?1|sha-?(224|256|384|512))$/.test(algorithm) ? algorithm : undefined;
}

/** `password + salt` too. */
function partNames(node: Node): readonly string[] {
  const parts = [...children(node, 'expressions'), ...['left', 'right'].flatMap((side) => child(node, side) ?? [])];
  if (/^(TemplateLiteral|BinaryExpression)$/.test(node.type)) return parts.flatMap((part) => partNames(bare(part)));
  return [valueName(node) ?? []].flat();
}

function valueName(node: Node): string | undefined {
  return node.type === 'MemberExpression' ? nameOf(child(node, 'property')) : nameOf(node);
}
