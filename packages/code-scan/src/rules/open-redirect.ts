import { headerOfRequest } from '../flow/outside-data.ts';
import type { Trace } from '../flow/trace.ts';
import { writtenPath } from '../syntax/callee.ts';
import { child, literalText, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { hostPart, looksAtHost } from './host-part.ts';
import { callsIn, property, requestWords, unguarded, type Call, type CodeFinding, type CodeRule } from './rule.ts';

/** Somebody is led to a page that a link names. */
export const openRedirect: CodeRule = {
  id: 'open-redirect',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html',
  words: /redirect\(|\blocation(\.href)?\s*=[^=]|\blocation\.(assign|replace)\(|\bLocation\b/,
  check: (file) => [
    ...callsIn(file).flatMap((call) => found(file, call.node, targetOf(file, call))),
    ...(file.nodes.get('AssignmentExpression') ?? []).flatMap((node) => {
      const path = writtenPath(child(node, 'left')) ?? [];
      const isAddress = /^((window|document|top|self|parent)\.)?location(\.href)?$/.test(path.join('.'));
      const isOfPage = isAddress && file.resolve(path[0] ?? '', node) === undefined;
      return found(file, node, isOfPage ? child(node, 'right') : undefined);
    }),
  ],
};

const libraries = /^(next\/navigation|@remix-run\/\w+|react-router|react-router-dom|@sveltejs\/kit)\.redirect$/;

/** The address that a call leads to. */
function targetOf(file: SourceFile, { method, name = '', args, object }: Call): Node | undefined {
  const on = object === undefined ? '' : file.textOf(object);
  if (libraries.test(name)) return name.startsWith('@sveltejs') ? args[1] : args[0];
  if (method === 'redirect' && /^(res|response|reply|ctx)$/.test(on)) return args.at(-1);
  if (method === 'redirect' && /^(c|Response|NextResponse|Astro)$/.test(on)) return args[0];
  if (/^(assign|replace)$/.test(method ?? '') && /^(window\.)?location$/.test(on)) return args[0];
  if (!/^(res|response|reply)$/.test(on)) return undefined;
  if (method === 'writeHead') return property(args.at(-1), 'Location') ?? property(args.at(-1), 'location');
  const isHeader = /^(setHeader|header|set)$/.test(method ?? '') && /^location$/i.test(literalText(args[0]) ?? '');
  return isHeader ? args[1] : undefined;
}

function found(file: SourceFile, node: Node, target: Node | undefined): CodeFinding[] {
  const host = target && hostPart(file, target);
  const flow = host && unguarded(file, host);
  if (flow === undefined || !/^(request|page)$/.test(flow.kind) || !isOfLink(file, host as Node, flow)) return [];
  if (looksAtHost(file, node)) return [];
  return [
    {
      node,
      title:
        flow.kind === 'page'
          ? 'A link chooses the page that the browser goes to'
          : 'A request chooses the page that the browser is sent to',
      severity: 'medium',
      confidence: 'high',
      reasons: [
        `${flow.what} is the target: a link to your site leads to a page of somebody else that looks like it`,
        ...(flow.kind === 'page' ? ['an address that begins with javascript: runs code in your page'] : []),
      ],
      mend: { text: 'Redirect to paths of your own: begin with / and not with // or /\\, or take it from a list' },
      flow,
    },
  ];
}

/** A link chooses neither a header nor, on this site, the path; nor does who keeps the address as it is. */
function isOfLink(file: SourceFile, host: Node, { kind, what, source, steps }: Trace): boolean {
  if (what === headerOfRequest || /path of a request|page before|window/.test(what)) return false;
  const isWhole =
    kind === 'page'
      ? !/\b(search|hash|query|useSearchParams)\b/.test(file.textOf(source))
      : /URL of a request/.test(what);
  return !isWhole || [host, source, ...steps].some((each) => takesOut.test(textAround(file, each)));
}

/** What takes one value out of an address, also by an expression: `/next=([^&]*)/`. */
const takesOut = /searchParams|\.query\b|\.get\(|=\(.{0,200}\.exec\(|\.match\(.{0,200}=\(/;

/** Of a name the statement that declares it. */
function textAround(file: SourceFile, node: Node): string {
  return file.textOf(node.parent?.type === 'VariableDeclarator' ? node.parent : node);
}
