import { bare, child, children, enclosingFunction, fieldOf, isFunction, nameOf, type Node } from '../syntax/node.ts';
import { writtenPath } from '../syntax/callee.ts';
import type { SourceFile } from '../syntax/source-file.ts';

/** What the return statements of a function give. */
export function returnsOf(file: SourceFile, own: Node): Node[] {
  return (file.nodes.get('ReturnStatement') ?? []).flatMap((statement) => {
    const argument = child(statement, 'argument');
    return argument && enclosingFunction(statement) === own ? [argument] : [];
  });
}

/** The function of this file that is called by a name, as a method of the same class (`this.run`) or of an object that stands here; undefined when it may be several. */
export function ownFunction(file: SourceFile, callee: Node): Node | undefined {
  const [value, ...others] = callee.type === 'MemberExpression' ? methodsAt(file, callee) : valuesOf(file, callee);
  const only = value !== undefined && others.length === 0 ? bare(value) : undefined;
  return isFunction(only) ? only : undefined;
}

function valuesOf(file: SourceFile, name: Node | undefined): readonly Node[] {
  return name?.type === 'Identifier' ? (file.resolve(name['name'] as string, name)?.values ?? []) : [];
}

function methodsAt(file: SourceFile, callee: Node): readonly Node[] {
  const object = child(callee, 'object');
  const name = fieldOf(callee);
  if (object === undefined || name === undefined) return [];
  const [value, ...others] = valuesOf(file, object);
  const members =
    object.type === 'ThisExpression'
      ? children(child(enclosingClass(object), 'body'), 'body')
      : value !== undefined && others.length === 0
        ? children(bare(value), 'properties')
        : [];
  return members.flatMap((member) =>
    nameOf(child(member, 'key')) === name ? [child(member, 'value')].filter((each) => each !== undefined) : [],
  );
}

/** The class whose method a node is in, also in arrow functions there. */
function enclosingClass(node: Node): Node | undefined {
  let at = node.parent;
  for (; at !== undefined && !/^Class(Declaration|Expression)$/.test(at.type); at = at.parent)
    // Every other function has its own `this`.
    if (/^Function(Declaration|Expression)$/.test(at.type) && at.parent?.type !== 'MethodDefinition') return undefined;
  return at;
}

/** The calls of a function of this file by its name. */
export function callsOf(file: SourceFile, own: Node): Node[] {
  const name = functionName(own);
  if (name === undefined) return [];
  return (callsByName(file).get(name) ?? []).filter((call) => ownFunction(file, child(call, 'callee') as Node) === own);
}

/** Once per file. */
function callsByName(file: SourceFile): ReadonlyMap<string, Node[]> {
  const known = remembered.get(file);
  if (known) return known;
  const calls = Map.groupBy(file.nodes.get('CallExpression') ?? [], (call) => {
    const callee = child(call, 'callee');
    return (callee?.type === 'MemberExpression' ? fieldOf(callee) : nameOf(callee)) ?? '';
  });
  remembered.set(file, calls);
  return calls;
}
const remembered = new WeakMap<SourceFile, ReadonlyMap<string, Node[]>>();

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
