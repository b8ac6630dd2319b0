import { bare, child, children, isFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import {
  callsIn,
  gradeOf,
  isLiteral,
  isOfStrangers,
  property,
  unguarded,
  type Call,
  type CodeFinding,
  type CodeRule,
} from './rule.ts';
import { isText } from './sql-injection.ts';

const evaluators =
  /^((globalThis\.|global\.|window\.|self\.)?(eval|Function)|vm\.(runInThisContext|runInNewContext|runInContext|compileFunction|Script|SourceTextModule)|vm2\.(VM|NodeVM)\.run)$/;
/** Engines whose templates are programs; of Handlebars, Mustache and Liquid they are not. */
const templates =
  /^(ejs\.(render|compile)|(pug|jade|swig|eta|squirrelly)\.(render|compile|renderString)|nunjucks\.(renderString|compile)|(lodash|underscore)\.template|dot\.(template|compile))$/;
const timers = /^(setTimeout|setInterval|setImmediate|window\.(setTimeout|setInterval))$/;

/** Text from outside that is run as a program. */
export const codeInjection: CodeRule = {
  id: 'code-injection',
  url: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/eval#never_use_direct_eval!',
  words:
    /\beval\b|\bFunction\s*\(|['"](node:)?vm2?['"]|(setTimeout|setInterval)\(\s*([`'"]|(location|document|window|req|request|ctx)\b)|import\(\s*[^'"\s]|worker_threads|require\(\s*[^'"\s]|\$where|\._compile\(|['"](-e|--eval|-p|--print)['"]|['"](ejs|pug|jade|swig|eta|squirrelly|nunjucks|lodash|lodash\.template|underscore|dot)['"]/,
  check: (file) => [
    ...callsIn(file).flatMap((call) => {
      const { node, name = '', args } = call;
      const isTimer = timers.test(name);
      const isWorker = name === 'worker_threads.Worker' && args.some((arg) => isLiteral(property(arg, 'eval'), true));
      if (!evaluators.test(name) && !isTimer && !isWorker) return ofStrangers(file, call);
      const code = name.endsWith('Function') ? args.at(-1) : args[0];
      if (code === undefined || isFunction(bare(code))) return [];
      if (isTimer && !isText(code)) return byStrangers(file, node, { value: code, what: 'run as code' });
      return found(file, node, { value: code, what: 'run as code' });
    }),
    ...(file.nodes.get('ImportExpression') ?? []).flatMap((node) => loaded(file, node, child(node, 'source'))),
    // A condition that the database reads as a program.
    ...(file.nodes.get('Property') ?? []).flatMap((node) => {
      const value = nameOf(child(node, 'key')) === '$where' ? child(node, 'value') : undefined;
      return value ? byStrangers(file, node, { value, what: 'run as code by the database' }) : [];
    }),
  ],
};

/** What runs its text as a part of what it is for, as far as strangers write it. */
function ofStrangers(file: SourceFile, { node, name = '', method, args }: Call): CodeFinding[] {
  const [first] = args;
  if (first === undefined) return [];
  if (name === 'require') return loaded(file, node, first);
  const isTemplate = templates.test(name) || (method === 'renderString' && /['"]nunjucks['"]/.test(file.text));
  if (isTemplate) return byStrangers(file, node, { value: first, what: 'read as a template, which can run code' });
  if (method === '$where') return byStrangers(file, node, { value: first, what: 'run as code by the database' });
  const code = method === '_compile' ? first : programText(name, args);
  return code ? byStrangers(file, node, { value: code, what: 'run as code' }) : [];
}

/** `spawn('node', ['-e', code])` */
function programText(name: string, args: readonly Node[]): Node | undefined {
  if (!/^child_process\.(spawn|execFile)(Sync)?$/.test(name)) return undefined;
  if (!/(^|\/)(node|bun|deno|python3?|perl|ruby|php)(\.exe)?$/.test(literalText(args[0]) ?? '')) return undefined;
  const parts = children(args[1] && bare(args[1]), 'elements');
  const at = parts.findIndex((part) => /^(-[ecpr]|--eval|--print|eval)$/.test(literalText(part) ?? ''));
  return at < 0 ? undefined : parts[at + 1];
}

/** A module that strangers name: a program that loads its plugins by name does what it is for. */
function loaded(file: SourceFile, node: Node, value: Node | undefined): CodeFinding[] {
  return value === undefined || value.type === 'Literal'
    ? []
    : byStrangers(file, node, { value, what: 'loaded as a module' });
}

function byStrangers(file: SourceFile, node: Node, sink: Sink): CodeFinding[] {
  return found(file, node, sink).filter(({ flow }) => flow !== undefined && isOfStrangers(flow));
}

interface Sink {
  readonly value: Node;
  readonly what: string;
}

function found(file: SourceFile, node: Node, { value, what }: Sink): CodeFinding[] {
  const flow = unguarded(file, value);
  if (flow === undefined) return [];
  return [
    {
      node,
      title: `Text from outside is ${what}`,
      ...gradeOf(flow, 'critical', file),
      reasons: [`${flow.what} is ${what}, with all rights of the program`],
      mend: { text: 'Read it as data (JSON.parse), or choose from a list of what may be called' },
      flow,
    },
  ];
}
