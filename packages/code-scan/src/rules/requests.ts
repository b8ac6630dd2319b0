import { headerOfRequest } from '../flow/outside-data.ts';
import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, property, requestWords, unguarded, writtenAs, type CodeRule } from './rule.ts';

const clients =
  /^(fetch|axios(\.(get|post|put|delete|request|head|patch))?|got(\.\w+)?|node-fetch|undici\.(fetch|request)|needle(\.\w+)?|superagent\.\w+|request(\.\w+)?|https?\.(get|request))$/;

/** The server asks whom a stranger names. */
export const serverSideRequest: CodeRule = {
  id: 'server-side-request',
  sources: requestWords,
  url: 'https://owasp.org/www-community/attacks/Server_Side_Request_Forgery',
  words: /fetch\(|axios|\bgot\b|undici|needle|superagent|['"](node:)?https?['"]/,
  check: (file) =>
    callsIn(file).flatMap(({ node, name = '', args }) => {
      const [target] = args;
      if (!clients.test(name) || target === undefined) return [];
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

/** Somebody is led to a page that a link names. */
export const openRedirect: CodeRule = {
  id: 'open-redirect',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  words: /\.redirect\(/,
  check: (file) =>
    callsIn(file).flatMap(({ node, method, args, object }) => {
      if (method !== 'redirect' || object === undefined || !/^(res|response|reply|ctx)$/.test(file.textOf(object)))
        return [];
      const target = args.at(-1);
      const host = target && hostPart(file, target);
      const flow = host && unguarded(file, host);
      if (
        flow?.kind !== 'request' ||
        // A link chooses neither a header nor, on this site, the path.
        flow.what === headerOfRequest ||
        /params|path of a request|URL of a request/.test(flow.what) ||
        looksAtHost(file, node)
      )
        return [];
      return [
        {
          node,
          title: 'A request chooses the page that the browser is sent to',
          severity: 'medium',
          confidence: 'high',
          reasons: [
            `${flow.what} is the target: a link to your site leads to a page of somebody else that looks like it`,
          ],
          mend: { text: 'Redirect to paths of your own: begin with / and not with // or /\\, or take it from a list' },
          flow,
        },
      ];
    }),
};

/** The address is read and its host compared before: with what, is not for a machine to say. */
function looksAtHost(file: SourceFile, node: Node): boolean {
  const within = enclosingFunction(node) ?? file.program;
  return /\.(host|hostname|origin)\b/.test(file.text.slice(within.start, node.start));
}

/** What of a URL decides on the host: the whole, or the beginning of a text. */
function hostPart(file: SourceFile, target: Node): Node | undefined {
  const node = bare(target);
  if (node.type === 'TemplateLiteral') {
    const before = (children(node, 'quasis')[0]?.['value'] as { cooked?: string } | undefined)?.cooked ?? '';
    return before === '' || /^https?:\/\/$/.test(before) ? children(node, 'expressions')[0] : undefined;
  }
  if (node.type === 'BinaryExpression') {
    const left = child(node, 'left');
    const text = literalText(left);
    if (text !== undefined) return /^(https?:\/\/)?$/.test(text) ? child(node, 'right') : undefined;
    return left && hostPart(file, left);
  }
  if (node.type === 'Identifier') {
    const value = file.resolve(node['name'] as string, node)?.values[0];
    if (value && /^(TemplateLiteral|BinaryExpression)$/.test(bare(value).type)) return hostPart(file, value);
  }
  const options = writtenAs(file, node);
  if (options.type !== 'ObjectExpression') return node;
  const named = ['url', 'uri', 'baseURL', 'host', 'hostname', 'href'].map((name) => property(options, name));
  const part = named.find((each) => each !== undefined && each.type !== 'Literal');
  return part && hostPart(file, part);
}

const queries =
  /^(query|execute|raw|\$queryRawUnsafe|\$executeRawUnsafe|whereRaw|orderByRaw|havingRaw|all|run|prepare|exec|get|each|any|one|none|many|manyOrNone|oneOrNone)$/;
/** What takes a condition alone. */
const conditions = /^(where|andWhere|orWhere|having|andHaving|orHaving)$/;

/** A statement of a database that has text of a request in it. */
export const sqlInjection: CodeRule = {
  id: 'sql-injection',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
  words: /\b(select\b[^;]*\bfrom|insert\s+into|update\b[^;]*\bset|delete\s+from|where|order\s+by)\b/i,
  check: (file) =>
    callsIn(file).flatMap(({ node, method = '', args }) => {
      const [given] = args;
      const statement = property(given, 'text') ?? property(given, 'sql') ?? given;
      if (statement === undefined) return [];
      const isQuery = queries.test(method) && isStatement(file, statement);
      const isCondition =
        conditions.test(method) && isText(statement) && /[=<>]|\blike\b/i.test(file.textOf(statement));
      if (!isQuery && !isCondition) return [];
      const flow = unguarded(file, statement);
      if (flow === undefined || !/^(request|network)$/.test(flow.kind)) return [];
      return [
        {
          node,
          title: 'A statement of the database is put together with text of a request',
          ...gradeOf(flow, 'critical'),
          reasons: [
            `${flow.what} is in the statement: a quote in it ends the value, and what follows is run by the database`,
          ],
          mend: { text: "Give values apart: query('… WHERE id = $1', [id])" },
          flow,
        },
      ];
    }),
};

function isStatement(file: SourceFile, node: Node): boolean {
  const inner = bare(node);
  const values = inner.type === 'Identifier' ? (file.resolve(inner['name'] as string, inner)?.values ?? []) : [inner];
  // Of `let sql = 'select …'; sql += …` one part says that it is one.
  const isPut = values.length > 1 || values.some(isText);
  return isPut && values.some((value) => sqlWords.test(file.textOf(value)));
}

const sqlWords = /\b(select\b[\s\S]*\bfrom|insert\s+into|update\b[\s\S]*\bset|delete\s+from|where|order\s+by)\b/i;

function isText(node: Node): boolean {
  return /^(TemplateLiteral|BinaryExpression)$/.test(bare(node).type);
}

/** Text of a request in a page. */
export const pageInjection: CodeRule = {
  id: 'page-injection',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
  words: /innerHTML|outerHTML|srcdoc|document\.write|insertAdjacentHTML|__html|\.(send|write|end|html)\(/,
  check: (file) => [
    ...callsIn(file).flatMap(({ node, method = '', args, object, name }) => {
      const isAnswer =
        /^(send|write|end)$/.test(method) &&
        object !== undefined &&
        /^(res|response|reply)(\.status\(\d+\))?$/.test(file.textOf(object));
      const isDocument =
        name === 'document.write' ||
        name === 'document.writeln' ||
        (method === 'insertAdjacentHTML' && args.length === 2);
      const isElement =
        method === 'html' && args.length === 1 && object !== undefined && /^(\$|jQuery)\(/.test(file.textOf(object));
      const text = isDocument ? args.at(-1) : args[0];
      if ((!isAnswer && !isDocument && !isElement) || text === undefined) return [];
      const written = writtenAs(file, text);
      if (isAnswer && !(isText(written) && /<\w/.test(file.textOf(written)))) return [];
      return pageFinding(file, node, text);
    }),
    ...(file.nodes.get('AssignmentExpression') ?? []).flatMap((node) => {
      const left = child(node, 'left');
      const value = child(node, 'right');
      const isHtml =
        left?.type === 'MemberExpression' &&
        /^(innerHTML|outerHTML|srcdoc)$/.test(nameOf(child(left, 'property')) ?? '');
      return isHtml && value ? pageFinding(file, node, value) : [];
    }),
    ...(file.nodes.get('Property') ?? []).flatMap((node) => {
      const value = nameOf(child(node, 'key')) === '__html' ? child(node, 'value') : undefined;
      return value ? pageFinding(file, node, value) : [];
    }),
  ],
};

function pageFinding(file: SourceFile, node: Node, text: Node): ReturnType<CodeRule['check']> {
  const flow = unguarded(file, text);
  if (flow === undefined || flow.isUrlEncoded || !/^(request|page)$/.test(flow.kind)) return [];
  return [
    {
      node,
      title: 'Text from outside is put into a page as HTML',
      ...gradeOf(flow, 'high'),
      reasons: [`${flow.what} is in the page: a <script> or an onerror= in it runs as the user who follows the link`],
      mend: { text: 'Escape it for HTML, or put it in as text (textContent); let a template engine do it' },
      flow,
    },
  ];
}

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
