import { child, children, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import { qualifiedName } from '../syntax/callee.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** Where data comes from that others choose; in the order of how strange they are. */
export type OutsideKind = 'request' | 'network' | 'page' | 'caller' | 'argument' | 'environment';

export interface OutsideData {
  readonly kind: OutsideKind;
  /** "the query of a request". */
  readonly what: string;
}

/** What a request brings as a file. */
export const fileOfRequest = 'a file of a request';
/** It has no line feed in it. */
export const headerOfRequest = 'a header of a request';

const requestFields: Readonly<Record<string, string>> = {
  query: 'the query of a request',
  params: 'the path of a request',
  body: 'the body of a request',
  headers: headerOfRequest,
  cookies: 'a cookie of a request',
  url: 'the URL of a request',
  originalUrl: 'the URL of a request',
  hostname: headerOfRequest,
  files: fileOfRequest,
  rawBody: 'the body of a request',
};
const requestNames = /^(req|request|ctx\.(req|request)|ctx|context\.req|event)$/;
const eventFields = /^(queryStringParameters|multiValueQueryStringParameters|pathParameters|body|headers)$/;

/** What a member path such as `req.query.name` or `process.argv[2]` brings from outside. */
export function outsidePath(file: SourceFile, path: readonly string[], at: Node): OutsideData | undefined {
  const [first = '', second = '', third = ''] = path;
  if (
    first === 'process' &&
    file.resolve('process', at)?.from?.module !== undefined &&
    file.resolve('process', at)?.from?.module !== 'process'
  )
    return undefined;
  if (first === 'process' && second === 'argv') return { kind: 'argument', what: 'the command line' };
  if (first === 'process' && second === 'env' && path.length > 2)
    return { kind: 'environment', what: `the environment (${third})` };
  if (file.resolve(first, at) === undefined) {
    const where = first === 'window' || first === 'document' ? path.slice(1) : path;
    if (where[0] === 'location' && /^(hash|search|href)$/.test(where[1] ?? ''))
      return { kind: 'page', what: 'the address of the page' };
    if (first === 'document' && second === 'referrer') return { kind: 'page', what: 'the address of the page before' };
  }
  const isKoa = first === 'ctx' && (second === 'request' || second === 'req');
  const [root, field] = isKoa ? [`ctx.${second}`, third] : [first, second];
  if (!requestNames.test(root) || !isRequest(file, first, at)) return undefined;
  if (root === 'event')
    return eventFields.test(field) ? { kind: 'request', what: 'the event of a request' } : undefined;
  const what = Object.hasOwn(requestFields, field) ? requestFields[field] : undefined;
  return what === undefined ? undefined : { kind: 'request', what };
}

/** Whether a name is the first parameter of something that answers requests: it has a response beside it, is typed so, or is given to a router. */
function isRequest(file: SourceFile, name: string, at: Node): boolean {
  const binding = file.resolve(name, at);
  const of = binding?.parameter?.of;
  if (binding === undefined || of === undefined || !isFunction(of) || binding.path.length > 0) return false;
  const names = children(of, 'params').map((parameter) => nameOf(parameter) ?? nameOf(child(parameter, 'left')));
  const second = names[(binding.parameter?.index ?? 0) + 1];
  if (second !== undefined && /^(res|response|reply|resp|next|h)$/.test(second)) return true;
  const type = child(child(child(binding.node, 'typeAnnotation'), 'typeAnnotation'), 'typeName');
  if (
    /^(Request|FastifyRequest|IncomingMessage|NextApiRequest|NextRequest|Context|APIGatewayProxyEvent\w*)$/.test(
      nameOf(type) ?? '',
    )
  )
    return true;
  const call = of.parent;
  const callee = call?.type === 'CallExpression' ? child(call, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression') return qualifiedName(file, callee) === 'http.createServer';
  const route = literalText(children(call, 'arguments')[0]);
  return (
    /^(get|post|put|patch|delete|all|use|route)$/.test(nameOf(child(callee, 'property')) ?? '') &&
    (route?.startsWith('/') ?? false)
  );
}

/** Calls whose result comes from outside, by qualified name. */
export const outsideCalls: Readonly<Record<string, OutsideData>> = {
  fetch: { kind: 'network', what: 'an answer of the network' },
  'axios.get': { kind: 'network', what: 'an answer of the network' },
  axios: { kind: 'network', what: 'an answer of the network' },
  got: { kind: 'network', what: 'an answer of the network' },
  'node-fetch': { kind: 'network', what: 'an answer of the network' },
  'undici.fetch': { kind: 'network', what: 'an answer of the network' },
  'undici.request': { kind: 'network', what: 'an answer of the network' },
  'util.parseArgs': { kind: 'argument', what: 'the command line' },
  minimist: { kind: 'argument', what: 'the command line' },
  'yargs-parser': { kind: 'argument', what: 'the command line' },
  mri: { kind: 'argument', what: 'the command line' },
};
