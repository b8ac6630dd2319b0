import { writtenAs } from '../syntax/callee.ts';
import { bare, child, children, enclosingFunction, literalText, nameOf, type Node } from '../syntax/node.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import { property } from './rule.ts';

/** The address is read and its host compared before: with what, is not for a machine to say. `req.query.host` is what is asked for. */
export function looksAtHost(file: SourceFile, node: Node): boolean {
  const within = enclosingFunction(node) ?? file.program;
  return /(?<!\b(?:query|body|params|headers|cookies))\.(host|hostname|origin)\b/.test(
    file.text.slice(within.start, node.start),
  );
}

const hostFields: readonly string[] = ['url', 'uri', 'baseURL', 'host', 'hostname', 'href'];

/** What of a URL decides on the host: the whole, or the beginning of a text; undefined when that is a part of the program. */
export function hostPart(file: SourceFile, target: Node, depth = 0): Node | undefined {
  const node = bare(target);
  if (depth > 20) return node;
  const partOf = (inner: Node | undefined): Node | undefined => inner && hostPart(file, inner, depth + 1);
  if (node.type === 'TemplateLiteral') {
    const before = (children(node, 'quasis')[0]?.['value'] as { cooked?: string } | undefined)?.cooked ?? '';
    return before === '' || /^https?:\/\/$/.test(before) ? partOf(children(node, 'expressions')[0]) : undefined;
  }
  if (node.type === 'BinaryExpression') {
    const text = literalText(child(node, 'left'));
    if (text !== undefined) return /^(https?:\/\/)?$/.test(text) ? partOf(child(node, 'right')) : undefined;
    return partOf(child(node, 'left'));
  }
  if (/^(Conditional|Logical)Expression$/.test(node.type)) {
    const sides = ['consequent', 'alternate', 'left', 'right'].flatMap((side) => child(node, side) ?? []);
    const parts = sides.map(partOf);
    return parts.includes(undefined) ? parts.find((each) => each !== undefined) : node;
  }
  if (node.type === 'Identifier') {
    const value = file.resolve(node['name'] as string, node)?.values[0];
    if (value && /^(TemplateLiteral|(Binary|Conditional|Logical)Expression)$/.test(bare(value).type))
      return partOf(value);
  }
  // `new URL('/login', request.url)`: what is whole in the first leads elsewhere, the second is where it begins.
  if (node.type === 'NewExpression' && nameOf(child(node, 'callee')) === 'URL') {
    const [address] = children(node, 'arguments');
    return address && literalText(address) === undefined ? partOf(address) : undefined;
  }
  const options = writtenAs(file, node);
  if (options.type !== 'ObjectExpression') return node;
  const binding = node.type === 'Identifier' ? file.resolve(node['name'] as string, node) : undefined;
  // Given later: `options.url = …`.
  const given = binding?.fields?.filter(({ name }) => hostFields.includes(name)).map(({ value }) => value) ?? [];
  const named = [...hostFields.map((name) => property(options, name)), ...given];
  return partOf(named.find((each) => each !== undefined && each.type !== 'Literal'));
}
