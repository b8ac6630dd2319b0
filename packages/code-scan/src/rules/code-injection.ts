import { bare, child, isFunction, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { callsIn, gradeOf, isLiteral, property, unguarded, type CodeFinding, type CodeRule } from './rule.ts';

const evaluators =
  /^((globalThis\.|global\.|window\.|self\.)?(eval|Function)|vm\.(runInThisContext|runInNewContext|runInContext|compileFunction|Script)|vm2\.(VM|NodeVM)\.run)$/;
const timers = /^(setTimeout|setInterval|setImmediate|window\.(setTimeout|setInterval))$/;

/** Text from outside that is run as a program. */
export const codeInjection: CodeRule = {
  id: 'code-injection',
  url: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/eval#never_use_direct_eval!',
  words:
    /\beval\b|\bFunction\s*\(|['"](node:)?vm2?['"]|setTimeout\(\s*[`'"]|import\(\s*[^'"\s]|worker_threads|require\(\s*[^'"\s]/,
  check: (file) => [
    ...callsIn(file).flatMap(({ node, name = '', args }) => {
      const isTimer = timers.test(name);
      const isWorker = name === 'worker_threads.Worker' && args.some((arg) => isLiteral(property(arg, 'eval'), true));
      if (!evaluators.test(name) && !isTimer && !isWorker) return [];
      const code = name.endsWith('Function') ? args.at(-1) : args[0];
      if (code === undefined || isFunction(bare(code))) return [];
      if (isTimer && !/^(TemplateLiteral|BinaryExpression)$/.test(bare(code).type)) return [];
      return found(file, node, { value: code, what: 'run as code' });
    }),
    ...(file.nodes.get('ImportExpression') ?? []).flatMap((node) => loaded(file, node, child(node, 'source'))),
    ...callsIn(file).flatMap(({ node, name, args }) => (name === 'require' ? loaded(file, node, args[0]) : [])),
  ],
};

/** A module that strangers name: only theirs are told, a program that loads its plugins by name does what it is for. */
function loaded(file: SourceFile, node: Node, value: Node | undefined): CodeFinding[] {
  if (value === undefined || value.type === 'Literal') return [];
  return found(file, node, { value, what: 'loaded as a module' }).filter(({ flow }) =>
    /^(request|network|page)$/.test(flow?.kind ?? ''),
  );
}

function found(
  file: SourceFile,
  node: Node,
  { value, what }: { readonly value: Node; readonly what: string },
): CodeFinding[] {
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
