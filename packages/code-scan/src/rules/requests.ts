import { literalText } from '../syntax/node.ts';
import { hostPart, looksAtHost } from './host-part.ts';
import { callsIn, gradeOf, requestWords, unguarded, type CodeRule } from './rule.ts';

const clients =
  /^(fetch|axios(\.(get|post|put|delete|request|head|patch))?|got(\.\w+)?|node-fetch|undici\.(fetch|request)|ky(\.\w+)?|needle(\.\w+)?|superagent\.\w+|request(\.\w+)?|https?\.(get|request))$/;

/** Browsers that a program drives. */
const browsers = /['"](puppeteer|playwright)\b/;

/** The server asks whom a stranger names. */
export const serverSideRequest: CodeRule = {
  id: 'server-side-request',
  sources: requestWords,
  url: 'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery',
  words:
    /fetch\(|axios|\bgot\b|\bky\b|undici|needle|superagent|['"]request['"]|puppeteer|playwright|['"](node:)?https?['"]/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', method, args }) => {
      const [target] = args;
      const isBrowser = method === 'goto' && browsers.test(file.text);
      if ((!clients.test(name) && !isBrowser) || target === undefined) return [];
      const host = hostPart(file, target);
      const flow = host && unguarded(file, host);
      if (flow?.kind !== 'request' || looksAtHost(file, node)) return [];
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

/** `Access-Control-Allow-Origin` that says yes to everybody, with cookies. */
export const mirroredOrigin: CodeRule = {
  id: 'mirrored-origin',
  sources: requestWords,
  url: 'https://portswigger.net/web-security/cors',
  words: /Access-Control-Allow-Credentials/i,
  check: (file) =>
    callsIn(file).flatMap(({ node, method, args }) => {
      if (
        !/^(setHeader|header|set|append)$/.test(method ?? '') ||
        literalText(args[0])?.toLowerCase() !== 'access-control-allow-origin'
      )
        return [];
      const flow = args[1] && unguarded(file, args[1]);
      if (flow?.kind !== 'request') return [];
      return [
        {
          node,
          title: 'Every site may ask in the name of the user',
          severity: 'medium',
          confidence: 'high',
          reasons: [
            'the origin of the request is allowed as it comes, with credentials: any page that the user opens reads what only they may',
          ],
          mend: { text: 'Compare the origin with a list before it is allowed' },
          flow,
        },
      ];
    }),
};
