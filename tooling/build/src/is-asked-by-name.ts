interface Node {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Where a name stands without being a use of the module behind it: it names a part of something, or declares another thing. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  MemberExpression: ['property'],
  MethodDefinition: ['key'],
  Property: ['key'],
  PropertyDefinition: ['key'],
  VariableDeclarator: ['id'],
};

/**
 * Whether a program asks a module for parts by their names alone (`http.Agent`), `default` not among them, and does not hand it on as a
 * whole. It errs to the safe side: it looks at names, not at scopes, so that another variable of that name may make it say no.
 */
export function isAskedByName(program: object, module: string): boolean {
  const isFine = (node: Node, above: readonly Place[] = []): boolean => {
    if (node.type === 'Identifier' && node['name'] === module) return isPart(above);
    return Object.entries(node).every(([field, value]) =>
      [value].flat().every((child) => !isNode(child) || isFine(child, [{ node, field }, ...above])),
    );
  };
  return isFine(program as Node);
}

/** A node with the field of it that is looked into. */
interface Place {
  readonly node: Node;
  readonly field: string;
}

function isPart([place, ...above]: readonly Place[]): boolean {
  if (place === undefined) return false;
  const { node, field } = place;
  const { type, computed, shorthand, property } = node;
  // Either of two, as in `(isSecure ? https : http).get`.
  if (type === 'ParenthesizedExpression' || (type === 'ConditionalExpression' && field !== 'test'))
    return isPart(above);
  if (type === 'MemberExpression' && field === 'object')
    return computed !== true && (property as Node)['name'] !== 'default';
  if (computed === true || shorthand === true) return false;
  return elsewhere[type]?.includes(field) ?? false;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}
