import { child, children, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import { qualifiedName } from '../syntax/callee.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { functionName, isExported } from './functions-of-file.ts';
import { hearsEveryPage } from './page-data.ts';

/** What a parameter of something that answers requests is: the request, a context that has it, an event of a cloud function, what brings parts of it by name, or one itself; what was uploaded; the message of another page. */
export type RequestShape = 'request' | 'context' | 'event' | 'parts' | 'given' | 'uploads' | 'message';

const requestTypes = /^(Request|FastifyRequest|IncomingMessage|NextApiRequest|NextRequest)$/;
const handlerTypes = /^(RequestHandler|NextApiHandler|RequestListener|RouteHandlerMethod)$/;
const eventTypes = /^(APIGatewayProxy(Event|Handler)\w*|LambdaFunctionURL(Event|Handler))$/;
const answers = /^_?(res|response|reply|resp|next|h)$/;
const requests = /^_?(req|request)$/;
const contexts = /^(ctx|context|c)$/;
const methods = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** What the parameter of a function is to a request; undefined when it is none. It has an answer beside it, is typed so, is given to a router or a server, or its function has a name that a framework calls. */
export function requestShape(file: SourceFile, of: Node, index: number): RequestShape | undefined {
  if (!isFunction(of)) return undefined;
  const parameters = children(of, 'params');
  const parameter = parameters[index];
  const pattern = parameter?.type === 'AssignmentPattern' ? child(parameter, 'left') : parameter;
  const name = pattern?.type === 'Identifier' ? nameOf(pattern) : undefined;
  const isPattern = pattern?.type === 'ObjectPattern';
  const type = typeName(pattern);
  if (children(pattern, 'decorators').some(isOfRequest)) return 'given';
  if (requestTypes.test(type)) return 'request';
  if (type === 'Context' && name !== undefined) return 'context';
  if (eventTypes.test(type)) return 'event';
  const next = parameters[index + 1];
  const second = nameOf(next) ?? nameOf(child(next, 'left'));
  if (second !== undefined && answers.test(second)) {
    if (isPattern || requests.test(name ?? '')) return 'request';
    if (contexts.test(name ?? '')) return 'context';
  }
  return ofReader(file, of, index) ?? (index === 0 ? ofCalled(file, of, { name, isPattern }) : undefined);
}

/** What is called with a part of a request that something else has read: forms, resolvers of GraphQL. */
function ofReader(file: SourceFile, of: Node, index: number): RequestShape | undefined {
  const { parent } = of;
  if (parent?.type === 'Property') {
    const resolver = nameOf(child(parent.parent?.parent, 'key'));
    return index === 1 && /^(Query|Mutation|Subscription)$/.test(resolver ?? '') ? 'given' : undefined;
  }
  const callee = parent?.type === 'CallExpression' ? child(parent, 'callee') : undefined;
  const method = callee?.type === 'MemberExpression' ? nameOf(child(callee, 'property')) : undefined;
  const [first] = children(parent, 'arguments');
  if (method === 'parse' && index > 0 && requests.test(nameOf(first) ?? '')) return index === 1 ? 'given' : 'uploads';
  if (method !== 'on' || !/busboy/i.test(file.text)) return undefined;
  const event = literalText(first);
  return event === 'field' || (event === 'file' && index !== 1) ? 'given' : undefined;
}

/** `@Query('name') name: string` of Nest. */
function isOfRequest(decorator: Node): boolean {
  const call = child(decorator, 'expression');
  return /^(Query|Body|Param|Headers)$/.test(nameOf(child(call, 'callee')) ?? '');
}

/** By where the function is given to, and what it is called. */
function ofCalled(
  file: SourceFile,
  of: Node,
  { name = '', isPattern }: { readonly name: string | undefined; readonly isPattern: boolean },
): RequestShape | undefined {
  if (hearsEveryPage(file, of)) return 'message';
  const declared = of.parent?.type === 'VariableDeclarator' ? typeName(child(of.parent, 'id')) : '';
  if (handlerTypes.test(declared)) return 'request';
  if (eventTypes.test(declared)) return 'event';
  const own = functionName(of) ?? '';
  if (name === 'event') return /^(handler|\w+Handler)$/.test(own) && isExported(of) ? 'event' : undefined;
  if (isExported(of) && methods.test(own)) return isPattern ? 'parts' : 'request';
  if (isExported(of) && isPattern && (/^(loader|action|load)$/.test(own) || isFormAction(of))) return 'parts';
  if (isExported(of) && /(^|\/)page\.[jt]sx?$/.test(file.path)) return 'parts';
  const shape = isPattern || requests.test(name) ? 'request' : contexts.test(name) ? 'context' : undefined;
  if (own === 'fetch' && isServer(file, of.parent?.parent?.parent)) return 'request';
  if (of.parent?.type === 'Property')
    return /^(handler|preHandler)$/.test(own) && isRoute(of.parent.parent) ? shape : undefined;
  const call = of.parent;
  const callee = call?.type === 'CallExpression' ? child(call, 'callee') : undefined;
  if (/^https?\.createServer$|^http2\.createSecureServer$/.test(qualifiedName(file, callee) ?? '')) return 'request';
  if (isServer(file, call)) return 'request';
  if (callee?.type !== 'MemberExpression') return undefined;
  const method = nameOf(child(callee, 'property')) ?? '';
  const route = literalText(children(call, 'arguments')[0]);
  if (!/^(get|post|put|patch|delete|del|all|use|route)$/.test(method)) return undefined;
  const isRouted = route?.startsWith('/') === true || route === '*' || (method === 'use' && name === 'ctx');
  return isRouted ? shape : undefined;
}

/** `Bun.serve({ fetch(request) { … } })`, `Deno.serve((request) => …)` */
function isServer(file: SourceFile, call: Node | undefined): boolean {
  return (
    call?.type === 'CallExpression' && /^(Bun|Deno)\.serve$/.test(qualifiedName(file, child(call, 'callee')) ?? '')
  );
}

/** `export const actions = { default: async ({ request }) => … }` of SvelteKit. */
function isFormAction(of: Node): boolean {
  const declared = of.parent?.type === 'Property' ? of.parent.parent?.parent : undefined;
  return declared?.type === 'VariableDeclarator' && nameOf(child(declared, 'id')) === 'actions';
}

/** `{ method: 'GET', url: '/a', handler }` */
function isRoute(node: Node | undefined): boolean {
  const keys = new Set(children(node, 'properties').map((property) => nameOf(child(property, 'key'))));
  return keys.has('url') || keys.has('path');
}

function typeName(pattern: Node | undefined): string {
  const type = child(child(child(pattern, 'typeAnnotation'), 'typeAnnotation'), 'typeName');
  return nameOf(type) ?? nameOf(child(type, 'right')) ?? '';
}
