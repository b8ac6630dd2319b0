import { qualifiedName } from '../syntax/callee.ts';
import { bare, child, isFunction, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import type { OutsideData } from './outside-data.ts';

/** What reads the command line by a chain of calls: `yargs(…).option(…).argv`, `program.option(…).parse()`. */
const parsers = /^(yargs|yargs\/yargs|commander|cac|meow|arg|optimist|getopts)(\.|$)/;
const results = /^(argv|parse|parseSync|parseAsync|opts|optsWithGlobals|args|processedArgs|flags|input)$/;
const commandLine: OutsideData = { kind: 'argument', what: 'the command line' };

/** What a call or field of such a chain gives, when it is what stood on the command line. */
export function fromParser(file: SourceFile, node: Node): OutsideData | undefined {
  const target = node.type === 'MemberExpression' ? node : bare(child(node, 'callee') ?? node);
  const called = target.type === 'MemberExpression' ? nameOf(child(target, 'property')) : undefined;
  if (called === undefined || !results.test(called)) return undefined;
  return isChain(file, child(target, 'object')) ? commandLine : undefined;
}

/** `.action((name, options) => …)` of commander, `.command('a', '…', build, (argv) => …)` of yargs. */
export function givenByParser(file: SourceFile, of: Node): OutsideData | undefined {
  const callee = of.parent?.type === 'CallExpression' ? child(of.parent, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression' || !isFunction(of)) return undefined;
  return nameOf(child(callee, 'property')) === 'action' && isChain(file, child(callee, 'object'))
    ? commandLine
    : undefined;
}

function isChain(file: SourceFile, from: Node | undefined): boolean {
  for (let node = from && bare(from), depth = 0; node !== undefined && depth < 100; depth += 1) {
    if (parsers.test(qualifiedName(file, node) ?? '')) return true;
    const binding = node.type === 'Identifier' ? file.resolve(node['name'] as string, node) : undefined;
    const next: Node | undefined =
      node.type === 'MemberExpression'
        ? child(node, 'object')
        : node.type === 'CallExpression' || node.type === 'NewExpression'
          ? child(node, 'callee')
          : binding?.kind === 'variable' && binding.values.length === 1
            ? binding.values[0]
            : undefined;
    node = next && bare(next);
  }
  return false;
}
