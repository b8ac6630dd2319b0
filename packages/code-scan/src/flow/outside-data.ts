import { children, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { isHarmlessType } from './functions-of-file.ts';
import { pagePath, routePath } from './page-data.ts';
import { requestShape } from './request-parameter.ts';

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
  signedCookies: 'a cookie of a request',
  url: 'the URL of a request',
  searchParams: 'the query of a request',
  originalUrl: 'the URL of a request',
  path: 'the URL of a request',
  nextUrl: 'the URL of a request',
  hostname: headerOfRequest,
  files: fileOfRequest,
  file: fileOfRequest,
  rawBody: 'the body of a request',
};
const requestParameter: OutsideData = { kind: 'request', what: 'a parameter of a request' };
/** What is called on a request to get something of it. */
const requestCalls: Readonly<Record<string, string>> = {
  json: 'the body of a request',
  text: 'the body of a request',
  formData: 'the body of a request',
  arrayBuffer: 'the body of a request',
  blob: 'the body of a request',
  parseBody: 'the body of a request',
  param: 'the path of a request',
  get: headerOfRequest,
  header: headerOfRequest,
};
/** What a context has of the request itself; its `body` is the answer. */
const contextFields = /^(query|querystring|params|url|originalUrl|headers|header|hostname)$/;
const eventFields = /^(queryStringParameters|multiValueQueryStringParameters|pathParameters|body|headers)$/;

/** What a member path such as `req.query.name` or `process.argv[2]` brings from outside; of a call, `req.param`, what it gives back. */
export function outsidePath(
  file: SourceFile,
  path: readonly string[],
  at: Node,
  isCalled = false,
): OutsideData | undefined {
  const [first = '', second = '', third = ''] = path;
  const binding = file.resolve(first, at);
  const module = binding?.from?.module;
  if (first === 'process' && module !== undefined && module !== 'process') return undefined;
  if (module === 'process' && /^(argv|env)$/.test(binding?.from?.name ?? ''))
    return outsidePath(file, ['process', binding?.from?.name ?? '', ...path.slice(1)], file.program);
  if (first === 'process' && second === 'argv') return { kind: 'argument', what: 'the command line' };
  if (first === 'process' && second === 'env' && path.length > 2)
    return { kind: 'environment', what: `the environment (${third})` };
  if (first === 'process' && second === 'stdin') return { kind: 'argument', what: 'the standard input' };
  if (binding === undefined) {
    if (first === 'Astro') return second === 'request' ? ofRequest(third, isCalled) : ofAstro(second);
    const ofPage = pagePath(path) ?? routePath(path);
    if (ofPage) return ofPage;
  }
  if (binding?.parameter === undefined) return undefined;
  return ofParameter(file, binding.parameter, { path: [...binding.path, ...path.slice(1)], isCalled });
}

/** What is at a path from a parameter, which may be taken apart. */
export function ofParameter(
  file: SourceFile,
  { of, index }: { readonly of: Node; readonly index: number },
  { path, isCalled = false }: { readonly path: readonly string[]; readonly isCalled?: boolean },
): OutsideData | undefined {
  const [field = '', ...rest] = path;
  const shape = requestShape(file, of, index);
  if (shape === 'uploads') return { kind: 'request', what: fileOfRequest };
  if (shape === 'given')
    return isHarmlessType(children(of, 'params')[index]) ? undefined : { kind: 'request', what: 'a part of a request' };
  if (field === '') return undefined;
  if (shape === 'event')
    return eventFields.test(field) ? { kind: 'request', what: 'the event of a request' } : undefined;
  if (shape === 'message') return field === 'data' ? { kind: 'page', what: 'a message of any page' } : undefined;
  if (shape === 'request') {
    const called = isCalled && rest.length === 0;
    // Of Express, which looks into the query and the body too; of Hono it is on a context, and of the path alone.
    return called && field === 'param' ? requestParameter : ofRequest(field, called);
  }
  if (shape === 'context')
    return /^(req|request)$/.test(field)
      ? ofRequest(rest[0] ?? '', isCalled && rest.length === 1)
      : contextFields.test(field)
        ? ofRequest(field === 'header' || field === 'querystring' ? 'query' : field, false)
        : undefined;
  if (shape !== 'parts') return undefined;
  return field === 'request'
    ? ofRequest(rest[0] ?? '', isCalled && rest.length === 1)
    : /^(params|url|cookies|searchParams)$/.test(field)
      ? ofRequest(field, false)
      : undefined;
}

/** `Astro.url`, `Astro.params`: of a page that is made for each request. */
function ofAstro(field: string): OutsideData | undefined {
  return /^(url|params|cookies)$/.test(field) ? ofRequest(field, false) : undefined;
}

function ofRequest(field: string, isCalled: boolean): OutsideData | undefined {
  const table = isCalled && Object.hasOwn(requestCalls, field) ? requestCalls : requestFields;
  const what = Object.hasOwn(table, field) ? table[field] : undefined;
  return what === undefined ? undefined : { kind: 'request', what };
}

/** Calls whose result comes from outside, by qualified name. */
const outsideCalls: Readonly<Record<string, OutsideData>> = {
  'util.parseArgs': { kind: 'argument', what: 'the command line' },
  minimist: { kind: 'argument', what: 'the command line' },
  'yargs-parser': { kind: 'argument', what: 'the command line' },
  mri: { kind: 'argument', what: 'the command line' },
  '@actions/core.getInput': { kind: 'argument', what: 'an input of the action' },
  '@actions/core.getMultilineInput': { kind: 'argument', what: 'an input of the action' },
};
const clients =
  /^(fetch|node-fetch|undici\.(fetch|request)|(axios|got|ky|needle|superagent)(\.(get|post|put|patch|delete|request|head|options))?)$/;
/** Of Nitro and Nuxt, where they need no import. */
const eventReaders =
  /^(?:(?:h3|#imports|nitropack\/runtime)\.)?(?:getQuery|getValidatedQuery|read(?:Raw|Validated)?Body|readFormData|readMultipartFormData|getRouterParams?|getHeaders?|getRequestHeaders?|getCookie|getRequestURL)$/;

/** What a call gives that comes from outside. */
export function outsideCall(file: SourceFile, name: string): OutsideData | undefined {
  if (Object.hasOwn(outsideCalls, name)) return outsideCalls[name];
  if (clients.test(name)) return { kind: 'network', what: 'an answer of the network' };
  const isEvent = eventReaders.test(name) && /\b(?:define|event)\w*Handler\b/.test(file.text);
  return isEvent ? { kind: 'request', what: 'a part of a request' } : undefined;
}
