import { functionName, returnsOf } from '../flow/functions-of-file.ts';
import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { cryptoUrl } from './cryptography.ts';
import { callsIn, property, type CodeRule } from './rule.ts';

const tokenName =
  /(^|[a-z_])(token|secret|(secret|private|encryption|signing)_?key|password|passwd|nonce|csrf|xsrf|otp|api_?key|session_?id|salt|verification_?code|reset_?code|invite_?code|auth_?code)$/i;

/** What only has to be another one each time: `nonce` beside a signature that guards it (OAuth 1, and services that took that over). */
const onlyUnique = /(signature|oauth)_?nonce$/i;

/** `const nonce = Math.random()` tells the answer to one message from another; what a page or a seal asks for is text. */
function isNumber(node: Node): boolean {
  return /^(VariableDeclarator|Property)$/.test(node.parent?.type ?? '');
}

/** `generateIdForToken` makes an id. */
const purpose = /(?<=[a-z0-9_])_?(For|Of|By|From|Per|To|for|of|by|from|per|to)(?=[A-Z_]).*$/;

/** `Math.random()` for what must not be guessed. */
export const weakRandomToken: CodeRule = {
  id: 'weak-random-token',
  url: `${cryptoUrl}#cryptorandombytessize-callback`,
  words: /Math\.random/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name }) => {
      if (name !== 'Math.random') return [];
      const target = targetsOf(file, node).find(
        (each) =>
          tokenName.test(each.replace(purpose, '')) && !onlyUnique.test(each) && !(each === 'nonce' && isNumber(node)),
      );
      if (target === undefined) return [];
      return [
        {
          node,
          title: `A value that nobody may guess comes from Math.random: ${target}`,
          severity: 'high',
          confidence: 'medium',
          reasons: ['a few values tell the state of the generator, and with it all that it gave and will give'],
          mend: { text: "Use randomUUID() or randomBytes(32).toString('base64url') of node:crypto" },
        },
      ];
    }),
};

/** The variables, properties and functions that a value goes to. */
function targetsOf(file: SourceFile, node: Node): readonly string[] {
  const within = outerFunction(node);
  const own = within && functionName(within);
  const maker = own !== undefined && /^(generate|create|make|new|random|gen)/i.test(own) ? own : undefined;
  const name = nameIn(node, within);
  if (name === undefined) return maker === undefined ? [] : [maker];
  const isGiven =
    within !== undefined &&
    returnsOf(file, within).some((value) =>
      new RegExp(`(?<![\\w$.])${name.replaceAll('$', String.raw`\$`)}(?![\\w$])`).test(file.textOf(value)),
    );
  return maker !== undefined && isGiven ? [name, maker] : [name];
}

function nameIn(node: Node, within: Node | undefined): string | undefined {
  for (let at: Node | undefined = node; at !== undefined && at !== within; at = at.parent) {
    if (at.type === 'VariableDeclarator') return nameOf(child(at, 'id'));
    if (at.type === 'AssignmentExpression')
      return nameOf(child(child(at, 'left'), 'property')) ?? nameOf(child(at, 'left'));
    if (at.type === 'Property' || at.type === 'PropertyDefinition') return nameOf(child(at, 'key'));
    const callee = at.type === 'CallExpression' ? child(at, 'callee') : undefined;
    if (callee?.type === 'MemberExpression' && nameOf(child(callee, 'property')) === 'push')
      return nameOf(child(callee, 'object'));
    if (at.type === 'ReturnStatement' && enclosingFunction(at) === within) return undefined;
  }
  return undefined;
}

/** Past those that make each character: `Array.from({ length: 32 }, () => …)`. */
function outerFunction(node: Node): Node | undefined {
  let within = enclosingFunction(node);
  for (;;) {
    const call = within?.parent?.type === 'CallExpression' ? within.parent : undefined;
    const method = nameOf(child(child(call, 'callee'), 'property')) ?? '';
    if (call === undefined || !/^(map|from|flatMap|reduce|replace|replaceAll)$/.test(method)) return within;
    within = enclosingFunction(call);
  }
}

/** Tokens that are believed without a seal. */
export const unsignedToken: CodeRule = {
  id: 'unsigned-token',
  url: 'https://datatracker.ietf.org/doc/html/rfc8725#section-3.2',
  words: /jsonwebtoken|jose|jwt/i,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      if (!/^(jsonwebtoken|jose|express-jwt|jwt-simple)\.(verify|jwtVerify|sign|expressjwt|decode)$/.test(name))
        return [];
      const options = args.find((arg) => property(arg, 'algorithms') ?? property(arg, 'algorithm'));
      const list = property(options, 'algorithms');
      const values = [...children(list && bare(list), 'elements'), property(options, 'algorithm')].map((each) =>
        literalText(each)?.toLowerCase(),
      );
      if (!values.includes('none')) return [];
      return [
        {
          node,
          title: 'Tokens without a signature are accepted or made: none',
          severity: 'critical',
          confidence: 'high',
          reasons: ['anybody writes a token for any user'],
          mend: { text: "Name the one algorithm that is used: algorithms: ['EdDSA']" },
        },
      ];
    }),
};

/** A seal compared with ===: how long it takes tells how much of it is right. */
export const timedComparison: CodeRule = {
  id: 'timed-comparison',
  url: `${cryptoUrl}#cryptotimingsafeequala-b`,
  words: /createHmac/,
  check: (file) =>
    (file.nodes.get('BinaryExpression') ?? []).flatMap((node) => {
      if (!/^[!=]==?$/.test(node['operator'] as string)) return [];
      const sides = [child(node, 'left'), child(node, 'right')].filter((side) => side !== undefined);
      const isSeal = (side: Node): boolean => {
        const inner = bare(side);
        const value = inner.type === 'Identifier' ? file.resolve(inner['name'] as string, inner)?.values[0] : inner;
        const text = value === undefined ? '' : file.textOf(value);
        // `const hmac = createHmac(…)`, and later `hmac.digest('hex')`
        const [, made] = /([A-Za-z_$][\w$]*)\s*\.digest\(/.exec(text) ?? [];
        const maker = made === undefined ? undefined : file.resolve(made, node)?.values[0];
        return text.includes('.digest(') && `${text}${maker ? file.textOf(maker) : ''}`.includes('createHmac(');
      };
      if (!sides.some(isSeal) || sides.some((side) => side.type === 'Literal')) return [];
      return [
        {
          node,
          title: 'A signature is compared with an operator that stops at the first difference',
          severity: 'medium',
          confidence: 'high',
          reasons: ['the time of the answer tells how many characters are right, and a signature is found one by one'],
          mend: { text: 'Compare bytes of equal length with timingSafeEqual of node:crypto' },
        },
      ];
    }),
};
