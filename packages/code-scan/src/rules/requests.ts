import { qualifiedName, writtenAs } from '../syntax/callee.ts';
import { child, children, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { hostPart, looksAtHost } from './host-part.ts';
import { escaped } from './prototype-guards.ts';
import {
  callsIn,
  gradeOf,
  isLiteral,
  property,
  requestWords,
  unguarded,
  type Call,
  type CodeFinding,
  type CodeRule,
} from './rule.ts';

const clients =
  /^(fetch|axios(\.(get|post|put|delete|request|head|patch))?|got(\.\w+)?|node-fetch|undici\.(fetch|request)|ky(\.\w+)?|needle(\.\w+)?|superagent\.\w+|request(\.\w+)?|https?\.(get|request)|jsdom\.JSDOM\.fromURL|(isomorphic-)?ws(\.WebSocket)?|WebSocket)$/;

/** Browsers that a program drives. */
const browsers = /['"](puppeteer|playwright)\b/;

/** The server asks whom a stranger names. */
export const serverSideRequest: CodeRule = {
  id: 'server-side-request',
  sources: requestWords,
  url: 'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery',
  words:
    /fetch\(|axios|\bgot\b|\bky\b|undici|needle|superagent|['"]request['"]|puppeteer|playwright|['"](node:)?https?['"]|\bWebSocket\(|['"](ws|jsdom)['"]/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', method, args }) => {
      const [target] = args;
      const isBrowser = method === 'goto' && browsers.test(file.text);
      if ((!clients.test(name) && !isBrowser) || target === undefined) return [];
      // `http.get('/path', { host })`
      const targets = /^https?\./.test(name) ? args.slice(0, 2) : [target];
      const flow = targets
        .map((each) => hostPart(file, each))
        .map((host) => host && unguarded(file, host))
        .find((found) => found?.kind === 'request');
      if (flow === undefined || looksAtHost(file, node)) return [];
      return [
        {
          node,
          title: 'A request chooses whom the server asks',
          ...gradeOf(flow, 'high'),
          reasons: [
            `${flow.what} is the host: it can name machines that only the server reaches, such as the address that gives out cloud credentials`,
          ],
          mend: { text: 'Compare new URL(text).host with a list, after following no redirect' },
          flow,
        },
      ];
    }),
};

const crossOrigin = /^(cors|@fastify\/cors|fastify-cors|@koa\/cors|hono\/cors\.cors)$/;

/** The settings of who may ask, where a call gives them to a library. */
function settingsIn(file: SourceFile, { name = '', method, args }: Call): Node | undefined {
  const of = (node: Node | undefined): Node | undefined => node && writtenAs(file, node);
  if (crossOrigin.test(name) || method === 'enableCors') return of(args[0]);
  if (method === 'register' && args.some((arg) => crossOrigin.test(qualifiedName(file, arg) ?? ''))) return of(args[1]);
  return of(args.map((arg) => property(arg, 'cors')).find((each) => each !== undefined));
}

/** `true`, or a function that says yes whoever asks. */
function takesEverybody(file: SourceFile, origin: Node | undefined): boolean {
  if (origin === undefined) return false;
  if (isLiteral(origin, true)) return true;
  if (!isFunction(origin)) return false;
  const [asks] = children(origin, 'params').map(nameOf);
  const text = file.textOf(origin);
  if (
    asks === undefined ||
    /\bif\b|\?|[!=]==?|\.\w+\(.{0,200}\bnull\b|\.(includes|indexOf|has|test|match|\w+With)\(/.test(text)
  )
    return false;
  return (
    nameOf(child(origin, 'body')) === asks ||
    new RegExp(String.raw`\(\s*null\s*,\s*(true|${escaped(asks)})\s*\)`).test(text)
  );
}

/** `Access-Control-Allow-Origin` that says yes to everybody, with cookies. */
export const mirroredOrigin: CodeRule = {
  id: 'mirrored-origin',
  url: 'https://portswigger.net/web-security/cors',
  words: /Access-Control-Allow-Credentials|\bcredentials\s*:\s*true/i,
  check: (file) =>
    callsIn(file).flatMap((call) => {
      const { node, method, args } = call;
      const settings = settingsIn(file, call);
      if (isLiteral(property(settings, 'credentials'), true) && takesEverybody(file, property(settings, 'origin')))
        return [everyOrigin(settings as Node)];
      if (
        !/^(setHeader|header|set|append)$/.test(method ?? '') ||
        literalText(args[0])?.toLowerCase() !== 'access-control-allow-origin'
      )
        return [];
      const flow = args[1] && unguarded(file, args[1]);
      return flow?.kind === 'request' ? [{ ...everyOrigin(node), flow }] : [];
    }),
};

function everyOrigin(node: Node): CodeFinding {
  return {
    node,
    title: 'Every site may ask in the name of the user',
    severity: 'medium',
    confidence: 'high',
    reasons: [
      'the origin of the request is allowed as it comes, with credentials: any page that the user opens reads what only they may',
    ],
    mend: { text: 'Compare the origin with a list before it is allowed' },
  };
}
