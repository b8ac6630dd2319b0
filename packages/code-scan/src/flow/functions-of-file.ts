import { bare, child, children, enclosingFunction, isFunction, nameOf, type Node } from '../syntax/node.ts';
import { writtenPath } from '../syntax/callee.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** What the return statements of a function give. */
export function returnsOf(file: SourceFile, own: Node): Node[] {
  return (file.nodes.get('ReturnStatement') ?? []).flatMap((statement) => {
    const argument = child(statement, 'argument');
    return argument && enclosingFunction(statement) === own ? [argument] : [];
  });
}

/** The function of this file that a name is called by; undefined when it may be several. */
export function ownFunction(file: SourceFile, callee: Node): Node | undefined {
  if (callee.type !== 'Identifier') return undefined;
  const binding = file.resolve(callee['name'] as string, callee);
  const value = binding?.values.length === 1 ? bare(binding.values[0] as Node) : undefined;
  return isFunction(value) ? value : undefined;
}

/** The calls of a function of this file by its name. */
export function callsOf(file: SourceFile, own: Node): Node[] {
  const name = functionName(own);
  if (name === undefined) return [];
  return (file.nodes.get('CallExpression') ?? []).filter((call) => {
    const callee = child(call, 'callee');
    return callee?.type === 'Identifier' && callee['name'] === name && ownFunction(file, callee) === own;
  });
}

export function functionName(own: Node): string | undefined {
  const name = nameOf(child(own, 'id'));
  if (name !== undefined) return name;
  const { parent } = own;
  if (parent?.type === 'VariableDeclarator') return nameOf(child(parent, 'id'));
  if (parent?.type === 'Property' || parent?.type === 'MethodDefinition') return nameOf(child(parent, 'key'));
  if (parent?.type === 'AssignmentExpression') return writtenPath(child(parent, 'left'))?.at(-1);
  return undefined;
}

/** Whether it is given out of the file. */
export function isExported(own: Node): boolean {
  for (let at: Node | undefined = own; at !== undefined; at = at.parent) {
    if (/^Export(Named|Default)Declaration$/.test(at.type)) return true;
    if (at.type === 'AssignmentExpression') {
      const path = writtenPath(child(at, 'left')) ?? [];
      return path[0] === 'exports' || (path[0] === 'module' && path[1] === 'exports');
    }
    if (at !== own && isFunction(at)) return false;
  }
  return false;
}

/** Numbers and switches hold no commands. */
export function isHarmlessType(parameter: Node | undefined): boolean {
  const pattern = parameter?.type === 'AssignmentPattern' ? child(parameter, 'left') : parameter;
  const annotation = child(child(pattern, 'typeAnnotation'), 'typeAnnotation');
  const inner = annotation?.type === 'TSArrayType' ? child(annotation, 'elementType') : annotation;
  const fallback = parameter?.type === 'AssignmentPattern' ? child(parameter, 'right') : undefined;
  return (
    /^TS(Number|Boolean|BigInt)Keyword$/.test(inner?.type ?? '') ||
    (inner?.type === 'TSUnionType' &&
      children(inner, 'types').every(
        ({ type }) => type === 'TSLiteralType' || /^TS(Undefined|Null|Number)Keyword$/.test(type),
      )) ||
    (fallback?.type === 'Literal' && typeof fallback['value'] === 'number')
  );
}

/** What only its class calls. */
export function isPrivate(of: Node): boolean {
  const { parent } = of;
  return (
    parent?.type === 'MethodDefinition' &&
    (parent['accessibility'] === 'private' ||
      parent['accessibility'] === 'protected' ||
      child(parent, 'key')?.type === 'PrivateIdentifier')
  );
}
