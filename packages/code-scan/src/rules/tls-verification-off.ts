import { child, children, enclosingFunction, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { writtenAs, writtenPath } from '../syntax/callee.ts';
import { isLiteral, type CodeFinding, type CodeRule } from './rule.ts';

/** Connections whose other end may be anybody. */
export const tlsVerificationOff: CodeRule = {
  id: 'tls-verification-off',
  url: 'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
  words: /tlsAllowInvalid|tlsInsecure|rejectUnauthorized|NODE_TLS_REJECT_UNAUTHORIZED|strictSSL|checkServerIdentity/,
  check: (file) => [
    ...(file.nodes.get('Property') ?? []).flatMap((property) => {
      const name = nameOf(child(property, 'key'));
      const value = child(property, 'value');
      const isOff =
        (switches.test(name ?? '') && isFalse(file, value)) ||
        (loosened.test(name ?? '') && isLiteral(value, true)) ||
        (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && isZero(value)) ||
        (name === 'checkServerIdentity' && isFunction(value) && acceptsAll(value as Node));
      return isOff && property.parent?.type === 'ObjectExpression' ? [finding(file, property, name ?? '')] : [];
    }),
    ...(file.nodes.get('AssignmentExpression') ?? []).flatMap((assignment) => {
      const path = writtenPath(child(assignment, 'left')) ?? [];
      const value = child(assignment, 'right');
      const isOff =
        (path.at(-1) === 'NODE_TLS_REJECT_UNAUTHORIZED' && isZero(value)) ||
        (switches.test(path.at(-1) ?? '') && path.length > 1 && isFalse(file, value));
      return isOff ? [finding(file, assignment, path.at(-1) as string)] : [];
    }),
  ],
};

function finding(file: SourceFile, node: Node, name: string): CodeFinding {
  const isChosen = isConditional(file, node);
  const isRead = /\.getPeer(X509)?Certificate\(/.test(file.textOf(functionAround(node) ?? file.program));
  return {
    node,
    title: `Certificates are not verified: ${name}`,
    severity: 'high',
    confidence: isChosen || isRead ? 'medium' : 'high',
    reasons: [
      'whoever is between the two ends reads and changes everything, passwords too',
      ...(isChosen ? ['it stands under a condition'] : []),
      ...(isRead ? ['the certificate is read here, which may be all that the connection is for'] : []),
    ],
    mend: { text: 'Leave it on; trust an own authority by `ca`, or for the whole process by NODE_EXTRA_CA_CERTS' },
  };
}

const switches = /^(rejectUnauthorized|strictSSL)$/;
/** Of MongoDB. */
const loosened = /^(tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure)$/;

function isFalse(file: SourceFile, node: Node | undefined): boolean {
  const value = node && writtenAs(file, node);
  if (value?.type === 'UnaryExpression' && value['operator'] === '!')
    return child(value, 'argument')?.type === 'Literal';
  return isLiteral(value, false) || isLiteral(value, 0);
}

function isZero(node: Node | undefined): boolean {
  return isLiteral(node, 0) || literalText(node) === '0';
}

function acceptsAll(value: Node): boolean {
  const body = child(value, 'body');
  if (body?.type !== 'BlockStatement')
    return body?.type === 'Identifier' || body?.type === 'Literal' || body?.type === 'UnaryExpression';
  return children(body, 'body').every(
    (each) =>
      each.type === 'ReturnStatement' &&
      (child(each, 'argument') === undefined || /^(Identifier|Literal)$/.test(child(each, 'argument')?.type ?? '')),
  );
}

/** The function that a node is in, past those that are handed over: `new Promise((resolve) => …)`. */
function functionAround(node: Node): Node | undefined {
  let own = enclosingFunction(node);
  while (own !== undefined && /^(Call|New)Expression$/.test(own.parent?.type ?? '')) own = enclosingFunction(own);
  return own;
}

/** Somebody has to ask for it: an option, a development build. */
function isConditional(file: SourceFile, node: Node): boolean {
  const within = enclosingFunction(node);
  for (let at = node.parent; at !== undefined && at !== within; at = at.parent)
    if (/^(IfStatement|ConditionalExpression|LogicalExpression|SwitchCase)$/.test(at.type)) return true;
  return /insecure|skip.?verif/i.test(file.lines[file.placeOf(node).line - 1] ?? '');
}
