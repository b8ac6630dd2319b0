/** A node of the ESTree that the parser gives, read by its field names; what is not there is undefined. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** Set when the file is read. */
  parent?: Node;
  readonly [field: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export function child(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field];
  return isNode(value) ? value : undefined;
}

export function children(node: Node | undefined, field: string): readonly Node[] {
  const value = node?.[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The text of a literal, also of a template without anything in it. */
export function literalText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type !== 'TemplateLiteral' || children(node, 'expressions').length > 0) return undefined;
  return (children(node, 'quasis')[0]?.['value'] as { cooked?: string } | undefined)?.cooked;
}

/** The name of an identifier, of a property that is named without calculation, or of a key. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node['name'] as string;
  return literalText(node);
}

/** The name of the field that an expression takes: `a.b`, `a['b']`; undefined for what is calculated. */
export function fieldOf(member: Node): string | undefined {
  return member['computed'] === true ? literalText(child(member, 'property')) : nameOf(child(member, 'property'));
}

/** Without what only the types or the order of evaluation need: `(x as T)!` is `x`. */
export function bare(node: Node): Node {
  let at = node;
  for (;;) {
    const inner =
      /^(ParenthesizedExpression|TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TSTypeAssertion|TSInstantiationExpression|ChainExpression)$/.test(
        at.type,
      )
        ? child(at, 'expression')
        : at.type === 'AwaitExpression'
          ? child(at, 'argument')
          : undefined;
    if (inner === undefined) return at;
    at = inner;
  }
}

const functionType = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/;

export function isFunction(node: Node | undefined): boolean {
  return node !== undefined && functionType.test(node.type);
}

/** The function that a node stands in; undefined at the top. */
export function enclosingFunction(node: Node): Node | undefined {
  let at = node.parent;
  while (at !== undefined && !isFunction(at)) at = at.parent;
  return at;
}
