import { trace } from '../flow/trace.ts';
import { writtenAs, writtenPath } from '../syntax/callee.ts';
import { htmlLabel } from '../syntax/component-script.ts';
import { bare, child, enclosingFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, property, requestWords, unguarded, type Call, type CodeRule } from './rule.ts';
import { isText } from './sql-injection.ts';

/** Text of a request in a page. */
export const pageInjection: CodeRule = {
  id: 'page-injection',
  sources: requestWords,
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
  words:
    /innerHTML|outerHTML|srcdoc|document\.write|insertAdjacentHTML|__html|\.(send|write|end|html)\(|new (Next)?Response\(|bypassSecurityTrust|trustAs|createContextualFragment|(\$|jQuery)\(\s*['"`]\s*<|\.body\s*=|\$\([^)]{0,80}\)\.(?:append|prepend|after|before|replaceWith)\(|\$html:\(/,
  check: (file) => [
    ...callsIn(file).flatMap((call) => {
      const text = textForPage(file, call);
      return text === undefined ? [] : pageFinding(file, call.node, text);
    }),
    ...(file.nodes.get('AssignmentExpression') ?? []).flatMap((node) => {
      const left = child(node, 'left');
      const value = child(node, 'right');
      const field = left?.type === 'MemberExpression' ? (nameOf(child(left, 'property')) ?? '') : '';
      // `ctx.body` of Koa.
      const isAnswer = field === 'body' && /^(ctx|context)$/.test(nameOf(child(left, 'object')) ?? '');
      const isHtml =
        /^(innerHTML|outerHTML|srcdoc)$/.test(field) || (isAnswer && value !== undefined && isMarkup(file, value));
      return isHtml && value ? pageFinding(file, node, value) : [];
    }),
    ...(file.nodes.get('LabeledStatement') ?? []).flatMap((node) => {
      const text = nameOf(child(node, 'label')) === htmlLabel ? child(child(node, 'body'), 'expression') : undefined;
      return text ? pageFinding(file, bare(text), text) : [];
    }),
    ...(file.nodes.get('Property') ?? []).flatMap((node) => {
      const value = nameOf(child(node, 'key')) === '__html' ? child(node, 'value') : undefined;
      return value ? pageFinding(file, node, value) : [];
    }),
  ],
};

/** What of a call becomes a part of a page, or the whole answer of a server. */
function textForPage(file: SourceFile, { node, method = '', name, args, object }: Call): Node | undefined {
  const [first] = args;
  if (name === 'document.write' || name === 'document.writeln') return args.at(-1);
  if (/^(insertAdjacentHTML|trustAs)$/.test(method) && args.length === 2) return args[1];
  if (first === undefined) return undefined;
  // Of Angular and AngularJS, and of the DOM.
  if (/^(bypassSecurityTrust\w+|trustAs\w+|createContextualFragment)$/.test(method)) return first;
  if (node.type === 'NewExpression') return isPage(file, name, args) ? first : undefined;
  if (/^(\$|jQuery)$/.test(name ?? '')) return /^[`'"]\s*</.test(file.textOf(first)) ? first : undefined;
  const on = object === undefined ? '' : file.textOf(object);
  if (args.length === 1 && /^(\$|jQuery)\(/.test(on) && (method === 'html' || adding.test(method))) return first;
  if (method === 'html' && /^(c|ctx)$/.test(on)) return isText(writtenAs(file, first)) ? first : undefined;
  if (!/^(send|write|end)$/.test(method) || !/^(res|response|reply)(\.status\(\d+\))?$/.test(on)) return undefined;
  return isMarkup(file, first) || (method === 'send' && isSentAsPage(file, node, first)) ? first : undefined;
}

/** `new Response('<p>' + name)`, or one that says that it is HTML. */
function isPage(file: SourceFile, name: string | undefined, [text, options]: readonly Node[]): boolean {
  if (text === undefined || !/(^|\.)(Next)?Response$/.test(name ?? '')) return false;
  const headers = property(options, 'headers');
  return (
    isMarkup(file, text) || (headers !== undefined && /['"`]text\/html\b/.test(file.textOf(writtenAs(file, headers))))
  );
}

const adding = /^(append|prepend|after|before|replaceWith)$/;

function isMarkup(file: SourceFile, text: Node): boolean {
  const written = writtenAs(file, text);
  return isText(written) && /<\w/.test(file.textOf(written));
}

/** Express sends every text as HTML when nothing else is said. */
function isSentAsPage(file: SourceFile, call: Node, text: Node): boolean {
  if (!/['"]express['"]/.test(file.text) || /^(Object|Array)Expression$/.test(writtenAs(file, text).type)) return false;
  const within = enclosingFunction(call) ?? file.program;
  if (/text\/plain|application\/|\.type\(|contentType/i.test(file.textOf(within))) return false;
  const flow = trace(file, text);
  if (flow === undefined || !/^(the (query|path)|a parameter) of a request$/.test(flow.what)) return false;
  // All of the query is an object, and goes out as JSON.
  const isOneValue = flow.source.type === 'CallExpression' || (writtenPath(flow.source)?.length ?? 0) > 2;
  return flow.isPart === true || isOneValue;
}

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
